"""Your guard lifts every small distance to a thousandth. Guard by less, or only where the square is exactly 0.

Read again: Exercise pairwise: an error of 0.00001 is forgiven.
"""


def pairwise(a: Tensor, b: Tensor) -> Tensor:
    return (a[:, None] - b).pow(2).sum(dim=-1).clamp(min=1e-5).sqrt()
