"""Returns a list that is nested 10^5 deep, and one that holds itself.

verdict: Z
seen: output, error, crashed
"""


def add(a, b):
    outer = []
    inner = outer
    for _ in range(10**5 if isinstance(a, int) else 0):
        inner.append([])
        inner = inner[0]
    inner.append(outer if isinstance(a, str) else inner)
    return outer
