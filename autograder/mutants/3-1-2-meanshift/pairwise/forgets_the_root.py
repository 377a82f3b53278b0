"""You return squared distances.

Read again: A meadow instead of a fence: squared, added, and the root.
"""


def pairwise(a: Tensor, b: Tensor) -> Tensor:
    return (a[:, None] - b).pow(2).sum(dim=-1)
