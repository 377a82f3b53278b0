"""A column of the result at a time: b's column lies along the rows of a."""


def matmul_broadcast(a: Tensor, b: Tensor) -> Tensor:
    check_inner(a, b)
    out = torch.empty((a.shape[0], b.shape[1]), dtype=a.dtype)
    for j in range(b.shape[1]):
        out[:, j] = torch.mul(a, b[:, j].expand(a.shape[0], -1)).sum(-1)
    return out
