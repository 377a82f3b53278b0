"""You leave out points that have no company. Here a lone point is a group like any other.

Read again: Exercise centroids: a lone point is a group.
"""


def centroids(X: Tensor, tol: float) -> tuple[Tensor, Tensor]:
    labels = torch.full((len(X),), -1)
    centres = []
    for i in range(len(X)):
        group = (labels == -1) & ((X - X[i]).norm(dim=1) < tol)
        if labels[i] == -1 and group.sum() > 1:
            labels[group] = len(centres)
            centres.append(X[group].mean(dim=0))
    return torch.stack(centres) if centres else X[:0], labels
