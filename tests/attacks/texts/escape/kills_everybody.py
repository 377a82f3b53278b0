"""Sends SIGKILL and SIGSTOP to everybody, to its parent and to the grader by number.

verdict: N
says: outside untouched
ends: -, crashed
"""
import os
import signal

print("outside untouched", flush=True)
for pid in (int("@GRADER@"), int("@GRADER@") + 1, int("@GRADER@") + 2):
    for number in (signal.SIGSTOP, signal.SIGKILL):
        try:
            os.kill(pid, number)
            print("reached", pid)
        except OSError:
            continue
for number in (signal.SIGSTOP, signal.SIGTERM, signal.SIGKILL):
    for pid in (os.getppid(), 1):
        try:
            os.kill(pid, number)
        except OSError:
            continue
for number in (signal.SIGSTOP, signal.SIGKILL):
    try:
        os.kill(-1, number)
    except OSError:
        continue
