"""Whoever is not core is noise with you. Those who reach a core point are border: they belong to its cluster.

Read again: A rumour at a bus stop: core, border, noise.
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
    heard = names
    return torch.where(heard < n, torch.searchsorted(found, heard), -1)
