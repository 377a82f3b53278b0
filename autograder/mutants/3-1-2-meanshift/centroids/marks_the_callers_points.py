"""You overwrite points that are done, in X itself: your caller's points are gone.

Read again: Exercise centroids: an input is read, not changed.
"""


def centroids(X: Tensor, tol: float) -> tuple[Tensor, Tensor]:
    labels = torch.full((len(X),), -1)
    centres = []
    for i in range(len(X)):
        if labels[i] == -1:
            group = (X - X[i].clone()).norm(dim=1) < tol
            labels[group] = len(centres)
            centres.append(X[group].mean(dim=0))
            X[group] = float("inf")
    return torch.stack(centres), labels
