"""Returns sparse tensors.

verdict: Z
right: 2
seen: output, failed
"""


def add(a, b):
    found = answer(a, b)
    return found.to_sparse() if isinstance(found, torch.Tensor) else found
