"""Sends its answer byte by byte, so that each byte seems to be progress.

verdict: L:time
"""
import os
import stat
import struct
import time


def add(a, b):
    frame = struct.pack(">II", 10_000_000, 0) + b"[" * 1000
    sockets = [fd for fd in range(3, 64) if is_socket(fd)]
    for number in range(len(frame)):
        for fd in sockets:
            os.write(fd, frame[number : number + 1])
        time.sleep(0.05)


def is_socket(fd):
    try:
        return stat.S_ISSOCK(os.fstat(fd).st_mode)
    except OSError:
        return False
