"""Your guard is so large that it shows: a point has a distance of several centimetres from itself.

Read again: Exercise pairwise: an error of 0.00001 is forgiven.
"""


def pairwise(a: Tensor, b: Tensor) -> Tensor:
    return ((a[:, None] - b).pow(2).sum(dim=-1) + 1e-3).sqrt()
