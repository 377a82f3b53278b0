"""Forks without end while a hidden test waits.

verdict: L:procs
seen: timeout, crashed, error, processes, memory, output
"""
import os
import time


def add(a, b):
    while True:
        try:
            os.fork()
        except OSError:
            time.sleep(0.01)
