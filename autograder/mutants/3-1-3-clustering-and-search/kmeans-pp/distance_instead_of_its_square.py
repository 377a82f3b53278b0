"""The chance is in proportion to the distance. k-means++ takes its *square*: twice as far, four times as likely.

Read again: A bad start: darts, and the practice with houses at 10, 11 and 14.
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
        rows.append(int(torch.multinomial(left.sqrt(), 1, generator=generator)))
        left = torch.minimum(left, (X - X[rows[-1]]).square().sum(dim=1))
    return X[rows]
