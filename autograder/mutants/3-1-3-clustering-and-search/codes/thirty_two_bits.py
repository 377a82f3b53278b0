"""Numbers of 32 bits (int32) cannot hold forty notes: the high ones are lost.

Read again: Exercise codes: int64, at most 62 bits.
"""


def codes(X: Tensor, planes: Tensor) -> Tensor:
    sides = (X @ planes.flatten(0, 1).T > 0).view(len(X), planes.shape[0], planes.shape[1])
    return (sides.int() << torch.arange(planes.shape[1], dtype=torch.int32)).sum(dim=2, dtype=torch.int32).long()
