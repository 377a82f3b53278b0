"""Raises an error with a text of megabytes at every one of a thousand levels.

verdict: L:output
right: zero
ends: RecursionError, output, memory, timeout
"""


def deeper(n):
    try:
        return deeper(n + 1)
    except RecursionError as error:
        raise RecursionError("x" * 10**6) from error


deeper(0)
