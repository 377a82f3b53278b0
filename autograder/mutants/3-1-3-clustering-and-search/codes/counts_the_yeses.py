"""You count the yeses: yes-no-no and no-no-yes fall into one bucket. Give note i the value 2 to the power i.

Read again: A number for each row of notes: as binary digits do.
"""


def codes(X: Tensor, planes: Tensor) -> Tensor:
    sides = (X @ planes.flatten(0, 1).T > 0).view(len(X), planes.shape[0], planes.shape[1])
    return (sides.long()).sum(dim=2)
