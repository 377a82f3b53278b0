"""You draw from torch's global chance: the generator that was passed decides nothing, and nobody can repeat the result.

Read again: Exercise kmeans_pp: all chance comes from generator.
"""


def kmeans_pp(X: Tensor, k: int, generator: torch.Generator | None = None) -> Tensor:
    if not 1 <= k <= len(X):
        raise ValueError("k must be from 1 to the number of points")
    rows = [int(torch.randint(len(X), (1,)))]
    left = (X - X[rows[0]]).square().sum(dim=1)
    while len(rows) < k:
        if left.sum() == 0:
            rows.append(0)
            continue
        rows.append(int(torch.multinomial(left, 1)))
        left = torch.minimum(left, (X - X[rows[-1]]).square().sum(dim=1))
    return X[rows]
