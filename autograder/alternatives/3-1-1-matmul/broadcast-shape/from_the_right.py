"""Walks both shapes from the right end with zip_longest."""
from itertools import zip_longest


def broadcast_shape(s1, s2):
    result = []
    for x, y in zip_longest(reversed(s1), reversed(s2), fillvalue=1):
        if x == y or y == 1:
            result.append(x)
        elif x == 1:
            result.append(y)
        else:
            raise ValueError(f"shapes {s1} and {s2} do not broadcast")
    return tuple(result[::-1])
