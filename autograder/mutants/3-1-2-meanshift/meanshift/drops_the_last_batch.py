"""You round the number of batches down: the points of the last, shorter one never walk.

Read again: One after the other: the last batch is shorter.
"""


def meanshift(X: Tensor, bw: float, bs: int = 500, steps: int = 5) -> Tensor:
    for _ in range(steps):
        new = X.clone()
        for i in range(max(1, len(X) // bs)):
            rows = slice(i * bs, (i + 1) * bs)
            w = fog(torch.cdist(X[rows], X), bw)
            new[rows] = w @ X / w.sum(dim=1, keepdim=True)
        X = new
    return X
