"""where instead of a cast, tensordot instead of @."""


def codes(X: Tensor, planes: Tensor) -> Tensor:
    products = torch.tensordot(X, planes, dims=([1], [2]))  # (n, tables, bits)
    worth = 2 ** torch.arange(planes.size(1), dtype=torch.int64)
    return torch.where(products > 0, worth, 0).sum(-1)
