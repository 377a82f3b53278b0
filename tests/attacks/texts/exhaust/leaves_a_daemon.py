"""Leaves a daemon that has a session of its own and two parents fewer.

verdict: N
says: left
"""
import ctypes
import os
import signal
import time

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
            try:
                signal.signal(number, signal.SIG_IGN)
            except OSError:
                continue
        ctypes.CDLL(None).prctl(15, b"left-by-an-atta")
        while True:
            time.sleep(100)
    os._exit(0)
os.wait()
for _ in range(100):
    names = [open(f"/proc/{pid}/comm").read() for pid in os.listdir("/proc") if pid.isdigit()]
    if "left-by-an-atta\n" in names:
        print("left")
        break
    time.sleep(0.01)
