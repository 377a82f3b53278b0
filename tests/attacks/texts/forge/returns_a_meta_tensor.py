"""Returns tensors without data.

verdict: Z
right: 2
seen: output, failed
"""


def add(a, b):
    found = answer(a, b)
    return found.to("meta") if isinstance(found, torch.Tensor) else found
