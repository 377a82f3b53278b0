"""The weights of a row do not add up to 1: divide by their sum, or the points run away from the origin.

Read again: Help: sheep run far away.
"""


def meanshift(X: Tensor, bw: float, bs: int = 500, steps: int = 5) -> Tensor:
    for _ in range(steps):
        X = torch.cat([fog(torch.cdist(x, X), bw) @ X / len(X) for x in X.split(bs)])
    return X
