"""Connects to Unix sockets of the host, in its files and in its abstract names.

verdict: N
says: nobody reached
"""
import os
import socket

PLACES = ["@SOCKET@", "\0@ABSTRACT@", "/var/run/docker.sock", "/run/dbus/system_bus_socket"]
PLACES += ["/run/systemd/private", "/tmp/.X11-unix/X0", os.environ.get("SSH_AUTH_SOCK", "/none")]
reached = []
for place in PLACES:
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_SEQPACKET):
        try:
            with socket.socket(socket.AF_UNIX, kind) as one:
                one.settimeout(0.2)
                one.connect(place)
                reached.append(place)
        except OSError:
            continue
print(reached or "nobody reached")
