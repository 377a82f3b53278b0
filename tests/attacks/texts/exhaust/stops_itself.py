"""Stops itself with SIGSTOP: it neither runs nor ends.

verdict: L:time
ends: timeout
"""
import os
import signal

os.kill(os.getpid(), signal.SIGSTOP)
