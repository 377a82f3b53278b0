"""Your labels are floats. They are numbers of rows, int64, or `centres[labels]` does not work.

Read again: Exercise centroids: labels of dtype int64.
"""


def centroids(X: Tensor, tol: float) -> tuple[Tensor, Tensor]:
    labels = torch.full((len(X),), -1, device=X.device)
    centres = []
    while (labels == -1).any():
        first = X[labels == -1][0]
        group = (labels == -1) & ((X - first).norm(dim=1) < tol)
        labels[group] = len(centres)
        centres.append(X[group].mean(dim=0))
    return torch.stack(centres), labels.float()
