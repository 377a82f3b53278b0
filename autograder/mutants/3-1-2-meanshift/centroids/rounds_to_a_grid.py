"""Rounding draws borders, and one of them can run through the middle of a group: then it counts as two.

Read again: Six places, or 1,500: no borders, only neighbours.
"""


def centroids(X: Tensor, tol: float) -> tuple[Tensor, Tensor]:
    keys = [tuple(row) for row in (X / tol).round().tolist()]
    order = list(dict.fromkeys(keys))
    labels = torch.tensor([order.index(key) for key in keys])
    return torch.stack([X[labels == g].mean(dim=0) for g in range(len(order))]), labels
