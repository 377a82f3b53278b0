"""Distances by the identity are a little off, and at exactly eps a little decides. Take the differences of close pairs, or near_pairs.

Read again: A rumour at a bus stop: the quick way proposes, exact differences decide.
"""


def dbscan(X: Tensor, eps: float, min_pts: int) -> Tensor:
    s = X.square().sum(dim=1)
    near = (s[:, None] - 2 * X @ X.T + s).clamp(min=0).sqrt() <= eps
    core = near.sum(dim=1) >= min_pts
    n = len(X)
    names = torch.where(core, torch.arange(n), n)
    joined = near & core & core[:, None]
    for _ in range(n):
        names = torch.minimum(names, torch.where(joined, names, n).amin(dim=1))
    found = names[core].unique()
    heard = torch.minimum(names, torch.where(near & core, names, n).amin(dim=1))
    return torch.where(heard < n, torch.searchsorted(found, heard), -1)
