"""Returns empty tensors of absurd shapes, and of more dimensions than there are.

verdict: Z
seen: output, failed
"""


def add(a, b):
    return torch.zeros(0).reshape(0, 2**40) if isinstance(a, torch.Tensor) else torch.zeros([1] * 60)
