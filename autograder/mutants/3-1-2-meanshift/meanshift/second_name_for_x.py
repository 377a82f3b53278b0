"""`new = X` is a second name for the same tensor, no copy: you write into what the others look at, and into your caller's points.

Read again: Help: the result depends on bs.
"""


def meanshift(X: Tensor, bw: float, bs: int = 500, steps: int = 5) -> Tensor:
    for _ in range(steps):
        new = X
        for i in range(0, len(X), bs):
            w = fog(torch.cdist(X[i : i + bs], X), bw)
            new[i : i + bs] = w @ X / w.sum(dim=1, keepdim=True)
        X = new
    return X
