"""Each time the distances to *all* centres are measured anew, in one table of n by k. One number for each row is enough.

Read again: Exercise kmeans_pp: no table of n × k numbers.
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
        rows.append(int(torch.multinomial(left, 1, generator=generator)))
        left = torch.cdist(X, X[rows]).square().amin(dim=1)
        left[rows] = 0
    return X[rows]
