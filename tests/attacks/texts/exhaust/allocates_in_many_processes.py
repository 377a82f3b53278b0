"""Allocates a little in each of many processes.

verdict: L:memory
ends: memory, processes, timeout
seen: memory, processes, timeout
"""
import os
import time

while True:
    for _ in range(12):
        if os.fork() == 0:
            hoard = b"x" * (80 * 2**20)
            time.sleep(1000)
    os.wait()
