"""The largest product with x is not the nearest centre: long centres win everybody. The square of c belongs to it.

Read again: Nearest, sixty-five thousand times: the identity, second line.
"""


def nearest(X: Tensor, C: Tensor) -> Tensor:
    origin = C.mean(dim=0)
    C = C - origin
    half = torch.zeros(len(C), dtype=C.dtype)
    return torch.cat([(half - (x - origin) @ C.T).argmin(dim=1) for x in X.split(rows_for(len(C), X))])
