"""The bare root: where two points coincide its slope is infinite, times 0 gives nan, and one nan spoils the whole sum.

Read again: A slope that is not a number.
"""


def pairwise(a: Tensor, b: Tensor) -> Tensor:
    return (a[:, None] - b).pow(2).sum(dim=-1).sqrt()
