"""However many steps are asked for, yours always start from the first places: everyone walks once.

Read again: Exercise meanshift: steps times.
"""


def meanshift(X: Tensor, bw: float, bs: int = 500, steps: int = 5) -> Tensor:
    for _ in range(steps):
        goals = []
        for x in X.split(bs):
            w = fog(torch.cdist(x, X), bw)
            goals.append(w @ X / w.sum(dim=1, keepdim=True))
        new = torch.cat(goals)
    return new
