"""You return float32 whatever came in.

Read again: Exercise meanshift: the result has the shape, dtype and device of X.
"""


def meanshift(X: Tensor, bw: float, bs: int = 500, steps: int = 5) -> Tensor:
    X = X.float()
    for _ in range(steps):
        goals = []
        for x in X.split(bs):
            w = fog(torch.cdist(x, X), bw)
            goals.append(w @ X / w.sum(dim=1, keepdim=True))
        X = torch.cat(goals)
    return X
