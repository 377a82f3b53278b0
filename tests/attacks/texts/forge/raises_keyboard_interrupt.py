"""Raises KeyboardInterrupt, which test runners take for the user's.

verdict: Z
seen: error
ends: KeyboardInterrupt
"""


def add(a, b):
    raise KeyboardInterrupt


raise KeyboardInterrupt
