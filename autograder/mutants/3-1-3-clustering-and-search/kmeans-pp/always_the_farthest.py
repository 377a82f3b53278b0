"""The chance is not in proportion to the square: the farthest point is always taken, or plain distances count. Darts by squares.

Read again: A bad start: but not simply the farthest house.
"""


def kmeans_pp(X: Tensor, k: int, generator: torch.Generator | None = None) -> Tensor:
    if not 1 <= k <= len(X):
        raise ValueError("k must be from 1 to the number of points")
    rows = [int(torch.randint(len(X), (1,), generator=generator))]
    left = (X - X[rows[0]]).square().sum(dim=1)
    while len(rows) < k:
        if left.sum() == 0:
            rows.append(0)
            continue
        rows.append(int(left.argmax()))
        left = torch.minimum(left, (X - X[rows[-1]]).square().sum(dim=1))
    return X[rows]
