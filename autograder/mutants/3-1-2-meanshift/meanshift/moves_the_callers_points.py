"""You copy the result back into X: your caller's points are gone.

Read again: Exercise meanshift: X itself is not touched.
"""


def meanshift(X: Tensor, bw: float, bs: int = 500, steps: int = 5) -> Tensor:
    for _ in range(steps):
        goals = []
        for x in X.split(bs):
            w = fog(torch.cdist(x, X), bw)
            goals.append(w @ X / w.sum(dim=1, keepdim=True))
        X.copy_(torch.cat(goals))
    return X.clone()
