"""Your groups are sorted by their places; they are to be numbered as they first appear in X.

Read again: Help: the numbers of the groups are in another order.
"""


def centroids(X: Tensor, tol: float) -> tuple[Tensor, Tensor]:
    labels = torch.full((len(X),), -1, device=X.device)
    centres = []
    while (labels == -1).any():
        first = X[labels == -1][0]
        group = (labels == -1) & ((X - first).norm(dim=1) < tol)
        labels[group] = len(centres)
        centres.append(X[group].mean(dim=0))
    centres = torch.stack(centres)
    order = centres[:, 0].argsort()
    return centres[order], order.argsort()[labels]
