"""Replaces sys.stdout and sys.stderr by something that breaks whoever prints.

verdict: N
ends: -, SystemExit
"""
import sys


class Broken:
    def __getattr__(self, name):
        raise SystemExit(0)


sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = sys.stdin = Broken()
sys.displayhook = sys.excepthook = sys.unraisablehook = None
