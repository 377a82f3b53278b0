"""Leaves a daemon in every call, which holds the sockets of its test open.

verdict: N
"""
import ctypes
import os
import time


def add(a, b):
    if os.fork() == 0:
        os.setsid()
        ctypes.CDLL(None).prctl(15, b"left-by-an-atta")
        time.sleep(1000)
    return answer(a, b)
