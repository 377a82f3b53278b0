"""A side is yes where the product is larger than the *average* over all rows. Then a row's bucket depends on who else is there; a cut runs through the middle, at 0.

Read again: Exercise codes: where the dot product with the row is greater than 0.
"""


def codes(X: Tensor, planes: Tensor) -> Tensor:
    products = X @ planes.flatten(0, 1).T
    sides = (products > products.mean(dim=0)).view(len(X), planes.shape[0], planes.shape[1])
    return (sides.long() << torch.arange(planes.shape[1])).sum(dim=2)
