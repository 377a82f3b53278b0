"""Returns lists of a million numbers and of 10^5 empty tensors, and an iterator without end.

verdict: Z
seen: output, failed, timeout
"""
from itertools import count


def add(a, b):
    if isinstance(a, int | float):
        return list(range(10**6))
    return count() if isinstance(a, str) else [torch.zeros(0) for _ in range(10**5)]
