"""Clusters keep the row number of their first core point as a name. Number them 0, 1, 2, …

Read again: Help: the numbers of the clusters are others.
"""


def dbscan(X: Tensor, eps: float, min_pts: int) -> Tensor:
    near = (X[:, None] - X).norm(dim=2) <= eps
    core = near.sum(dim=1) >= min_pts
    n = len(X)
    names = torch.where(core, torch.arange(n), n)
    joined = near & core & core[:, None]
    for _ in range(n):
        names = torch.minimum(names, torch.where(joined, names, n).amin(dim=1))
    found = names[core].unique()
    heard = torch.minimum(names, torch.where(near & core, names, n).amin(dim=1))
    return torch.where(heard < n, heard, -1)
