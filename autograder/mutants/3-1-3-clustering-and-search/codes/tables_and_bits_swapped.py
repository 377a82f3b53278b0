"""Tables and bits are mixed up when the product is cut into tables: the notes lie table by table.

Read again: Help: one product for all tables.
"""


def codes(X: Tensor, planes: Tensor) -> Tensor:
    sides = (X @ planes.flatten(0, 1).T > 0).view(len(X), planes.shape[1], planes.shape[0]).transpose(1, 2)
    return (sides.long() * 2 ** torch.arange(planes.shape[1])).sum(dim=2)
