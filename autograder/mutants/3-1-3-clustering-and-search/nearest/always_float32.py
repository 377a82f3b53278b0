"""You round to float32 whatever came in, and centres close together become one.

Read again: Exercise nearest: new tensors are made as X is.
"""


def nearest(X: Tensor, C: Tensor) -> Tensor:
    X, C = X.float(), C.float()
    origin = C.mean(dim=0)
    C = C - origin
    half = C.square().sum(dim=1) / 2
    return torch.cat([(half - (x - origin) @ C.T).argmin(dim=1) for x in X.split(rows_for(len(C), X))])
