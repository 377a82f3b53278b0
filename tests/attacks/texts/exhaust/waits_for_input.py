"""Waits for input, in its cell and in every call.

verdict: Z
ends: StdinNotImplementedError, EOFError, RuntimeError, OSError
seen: error
"""


def add(a, b):
    return input("the sum, please: ")


input()
