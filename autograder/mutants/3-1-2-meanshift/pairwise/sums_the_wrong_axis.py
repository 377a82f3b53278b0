"""You sum over the rows of b; what must go are the coordinates, the last axis.

Read again: A meadow instead of a fence: the sum runs over the axes of the meadow.
"""


def pairwise(a: Tensor, b: Tensor) -> Tensor:
    return (a[:, None] - b).pow(2).sum(dim=1).clamp(min=1e-12).sqrt()
