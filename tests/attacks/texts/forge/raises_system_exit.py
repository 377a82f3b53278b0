"""Raises SystemExit(0) in its cell and in every call.

verdict: Z
seen: error
ends: SystemExit
"""


def add(a, b):
    raise SystemExit(0)


raise SystemExit(0)
