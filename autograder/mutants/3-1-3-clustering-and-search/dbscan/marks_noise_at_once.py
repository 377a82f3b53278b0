"""Points without a crowd are marked as noise before the crowds are known, and those in front of one stay marked. It depends on the order of the list.

Read again: A rumour at a bus stop: the hasty program.
"""


def dbscan(X: Tensor, eps: float, min_pts: int) -> Tensor:
    near = (X[:, None] - X).norm(dim=2) <= eps
    labels, cluster = [None] * len(X), -1
    for i in range(len(X)):
        if labels[i] is None and near[i].sum() < min_pts:
            labels[i] = -1
        elif labels[i] is None:
            cluster, waiting = cluster + 1, [i]
            while waiting:
                j = waiting.pop()
                if labels[j] is None:
                    labels[j] = cluster
                    if near[j].sum() >= min_pts:
                        waiting += near[j].nonzero().flatten().tolist()
    return torch.tensor(labels)
