"""You make the whole table of everyone with everyone; bs is there so that it never exists.

Read again: Exercise meanshift: no table has more than about bs × n numbers.
"""


def meanshift(X: Tensor, bw: float, bs: int = 500, steps: int = 5) -> Tensor:
    for _ in range(steps):
        w = fog(torch.cdist(X, X), bw)
        X = w @ X / w.sum(dim=1, keepdim=True)
    return X
