"""Forks without end; its children fork on.

verdict: L:procs
ends: timeout, crashed, processes, memory
"""
import os
import time

while True:
    try:
        os.fork()
    except OSError:
        time.sleep(0.01)
