"""You turn the table wherever the shapes do not tell: with equally many rows in a and b, row i must still belong to a.

Read again: Predict, then run: with as many lookers as seen no error would ever tell.
"""


def pairwise(a: Tensor, b: Tensor) -> Tensor:
    d = (a[:, None] - b).norm(dim=-1)
    return d.T if d.shape[0] == d.shape[1] else d
