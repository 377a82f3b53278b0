"""Stays in a C call that holds the interpreter's lock, signals ignored, in every call.

verdict: L:time
"""
import ctypes
import signal


def add(a, b):
    signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    ctypes.PyDLL(None).sleep(10_000)
