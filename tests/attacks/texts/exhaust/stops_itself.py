"""Stops itself with SIGSTOP, which pid 1 cannot, and waits for a child that could.

verdict: L:time
ends: timeout
"""
import os
import signal

os.kill(os.getpid(), signal.SIGSTOP)
child = os.fork()
if child == 0:
    os.kill(os.getpid(), signal.SIGSTOP)
os.waitpid(child, 0)
