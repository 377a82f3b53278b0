"""Allocates one big block and touches it while a hidden test waits.

verdict: L:memory
seen: memory, timeout
"""
import time


def add(a, b):
    hoard = b"x" * (900 * 2**20)
    time.sleep(5)
    return hoard[0]
