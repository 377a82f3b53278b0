"""The number of slices is rounded down: the points of the last, shorter one get no centre.

Read again: Help: the last pixels are missing.
"""


def nearest(X: Tensor, C: Tensor) -> Tensor:
    rows = rows_for(len(C), X)
    origin = C.mean(dim=0)
    C = C - origin
    half = C.square().sum(dim=1) / 2
    found = torch.zeros(len(X), dtype=torch.int64)
    for i in range(max(1, len(X) // rows)):
        x = X[i * rows : (i + 1) * rows] - origin
        found[i * rows : (i + 1) * rows] = (half - x @ C.T).argmin(dim=1)
    return found
