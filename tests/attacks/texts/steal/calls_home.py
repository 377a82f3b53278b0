"""Connects, sends and looks up names: TCP, UDP, DNS, raw packets.

verdict: N
says: nobody reached
"""
import socket
import urllib.request

reached = []


def reach(name, family, kind, address):
    try:
        with socket.socket(family, kind) as one:
            one.settimeout(0.2)
            one.connect(address)
            one.send(b"left-by-an-attack")
            reached.append(name)
    except OSError:
        pass


for host in ("127.0.0.1", "192.0.2.1", "localhost"):
    reach("tcp", socket.AF_INET, socket.SOCK_STREAM, (host, int("@TCP@")))
    reach("udp", socket.AF_INET, socket.SOCK_DGRAM, (host, int("@UDP@")))
reach("tcp6", socket.AF_INET6, socket.SOCK_STREAM, ("::1", int("@TCP@")))
reach("raw", socket.AF_INET, socket.SOCK_RAW, ("127.0.0.1", 1))
for family in ("AF_NETLINK", "AF_PACKET", "AF_VSOCK", "AF_BLUETOOTH", "AF_ALG"):
    try:
        socket.socket(getattr(socket, family), socket.SOCK_RAW).close()
        reached.append(family)
    except (OSError, AttributeError):
        continue
for look in (
    lambda: socket.getaddrinfo("example.org", 80),
    lambda: urllib.request.urlopen("http://127.0.0.1:@TCP@/", timeout=0.2),
):
    try:
        reached.append(str(look()))
    except OSError:
        continue
print(reached or "nobody reached")
