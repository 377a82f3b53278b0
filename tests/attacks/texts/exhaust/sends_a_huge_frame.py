"""Announces an answer of 4 GB and sends zeros without end.

verdict: Z
seen: output, timeout
"""
import os
import stat
import struct


def add(a, b):
    frame = struct.pack(">II", 2**24, 2**29) + bytes(2**20)
    for fd in range(3, 64):
        try:
            while stat.S_ISSOCK(os.fstat(fd).st_mode):
                os.write(fd, frame)
        except OSError:
            continue
