"""You compare each point with the one in front of it in the list: when a group comes back after another one, it gets a second number.

Read again: Help: too many groups.
"""


def centroids(X: Tensor, tol: float) -> tuple[Tensor, Tensor]:
    labels = [0]
    for i in range(1, len(X)):
        labels.append(labels[-1] + int((X[i] - X[i - 1]).norm() >= tol))
    labels = torch.tensor(labels)
    return torch.stack([X[labels == g].mean(dim=0) for g in range(int(labels[-1]) + 1)]), labels
