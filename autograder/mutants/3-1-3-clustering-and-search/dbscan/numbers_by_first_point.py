"""Clusters are numbered by their first point of any kind. It is the first *core* point that counts.

Read again: Exercise dbscan: in the order in which their first core points stand in X.
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
    order = [h for h in dict.fromkeys(heard.tolist()) if h < n]
    return torch.tensor([order.index(h) if h < n else -1 for h in heard.tolist()])
