"""Far from the origin two large numbers are subtracted, and the digits that mattered have been rounded away.

Read again: Exercise nearest: move the origin into the midst of C first.
"""


def nearest(X: Tensor, C: Tensor) -> Tensor:
    half = C.square().sum(dim=1) / 2
    return torch.cat([(half - x @ C.T).argmin(dim=1) for x in X.split(rows_for(len(C), X))])
