"""Returns tensors of many short dimensions, of which torch prints every element.

verdict: Z
seen: failed
"""


def add(a, b):
    large = torch.zeros([6] * 9, dtype=torch.uint8)
    return large if isinstance(a, torch.Tensor) else [large, large]
