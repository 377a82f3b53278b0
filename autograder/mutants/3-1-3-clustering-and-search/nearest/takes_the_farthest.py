"""argmax finds the centre that is farthest. The least distance counts.

Read again: Two bakers in a street: in each row the smaller number counts.
"""


def nearest(X: Tensor, C: Tensor) -> Tensor:
    origin = C.mean(dim=0)
    C = C - origin
    half = C.square().sum(dim=1) / 2
    return torch.cat([(half - (x - origin) @ C.T).argmax(dim=1) for x in X.split(rows_for(len(C), X))])
