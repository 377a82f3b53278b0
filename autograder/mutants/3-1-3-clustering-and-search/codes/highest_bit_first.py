"""Your first note counts most, as in written numbers. Here note i counts 2 to the power i.

Read again: Exercise codes: note i counts 2^i.
"""


def codes(X: Tensor, planes: Tensor) -> Tensor:
    sides = (X @ planes.flatten(0, 1).T > 0).view(len(X), planes.shape[0], planes.shape[1])
    return (sides.long() * 2 ** torch.arange(planes.shape[1] - 1, -1, -1)).sum(dim=2)
