"""The squares to all centres are added up. Only the *nearest* centre counts, so keep the least.

Read again: Exercise kmeans_pp: remember for each row the least square so far.
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
        left = left + (X - X[rows[-1]]).square().sum(dim=1)
        left[rows] = 0
    return X[rows]
