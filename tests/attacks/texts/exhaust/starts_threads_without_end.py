"""Starts threads until no more can be started.

verdict: L:procs
ends: RuntimeError, processes
"""
import threading
import time

while True:
    threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
