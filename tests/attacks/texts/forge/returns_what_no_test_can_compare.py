"""Returns values over which a comparison fails with an error of its own.

verdict: Z
seen: failed
"""


def add(a, b):
    if isinstance(a, torch.Tensor):
        return [torch.ones((), requires_grad=True) for _ in a]
    return torch.ones(3, dtype=torch.uint64) if isinstance(a, int) else torch.ones(2)
