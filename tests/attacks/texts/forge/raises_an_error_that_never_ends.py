"""Raises an error whose text never ends.

verdict: Z
seen: timeout
"""


class Oops(Exception):
    def __str__(self):
        while True:
            pass

    __repr__ = __str__


def add(a, b):
    raise Oops
