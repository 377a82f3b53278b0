"""A border point passes the rumour on, so that two crowds with a common border become one cluster.

Read again: Exercise dbscan: border points never join clusters together.
"""


def dbscan(X: Tensor, eps: float, min_pts: int) -> Tensor:
    near = (X[:, None] - X).norm(dim=2) <= eps
    core = near.sum(dim=1) >= min_pts
    n = len(X)
    names = torch.where(core | (near & core).any(dim=1), torch.arange(n), n)
    joined = near & (core | core[:, None])
    for _ in range(n):
        names = torch.minimum(names, torch.where(joined, names, n).amin(dim=1))
    found = names[names < n].unique()
    heard = torch.minimum(names, torch.where(near & core, names, n).amin(dim=1))
    return torch.where(heard < n, torch.searchsorted(found, heard), -1)
