"""A batch sees only itself. All are seen; it is only who *walks* that is cut into batches.

Read again: Help: the batch looks, all are seen.
"""


def meanshift(X: Tensor, bw: float, bs: int = 500, steps: int = 5) -> Tensor:
    for _ in range(steps):
        goals = []
        for x in X.split(bs):
            w = fog(torch.cdist(x, x), bw)
            goals.append(w @ x / w.sum(dim=1, keepdim=True))
        X = torch.cat(goals)
    return X
