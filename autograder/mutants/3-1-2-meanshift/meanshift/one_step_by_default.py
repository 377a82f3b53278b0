"""Your default number of steps is 1: the flocks have only begun to gather.

Read again: Exercise meanshift: the signature says steps: int = 5.
"""


def meanshift(X: Tensor, bw: float, bs: int = 500, steps: int = 1) -> Tensor:
    for _ in range(steps):
        goals = []
        for x in X.split(bs):
            w = fog(torch.cdist(x, X), bw)
            goals.append(w @ X / w.sum(dim=1, keepdim=True))
        X = torch.cat(goals)
    return X
