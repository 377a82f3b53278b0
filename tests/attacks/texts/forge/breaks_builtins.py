"""Replaces builtins that nothing can do without, its own cell included.

verdict: Z
ends: crashed
"""
import builtins

for name in ("len", "isinstance", "range", "getattr", "type", "print", "open", "__import__"):
    builtins.__dict__[name] = lambda *args, **kwargs: True
