"""Whoever is within reach passes the rumour on, crowd or not: your clusters are chains of any points.

Read again: A rumour at a bus stop: only those pass it on who stand in a crowd.
"""


def dbscan(X: Tensor, eps: float, min_pts: int) -> Tensor:
    near = (X[:, None] - X).norm(dim=2) <= eps
    core = near.sum(dim=1) >= min_pts
    n = len(X)
    names = torch.arange(n)
    joined = near
    for _ in range(n):
        names = torch.minimum(names, torch.where(joined, names, n).amin(dim=1))
    found = names.unique()
    heard = torch.minimum(names, torch.where(near & core, names, n).amin(dim=1))
    return torch.where(heard < n, torch.searchsorted(found, heard), -1)
