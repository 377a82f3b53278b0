"""Returns tensors of many short dimensions, of which torch prints every element.

verdict: Z
seen: failed
"""


def add(a, b):
    return torch.zeros([6] * 9, dtype=torch.uint8)
