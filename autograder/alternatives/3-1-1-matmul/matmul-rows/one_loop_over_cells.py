"""A single loop over the number of the cell, with divmod."""


def matmul_rows(a: Tensor, b: Tensor) -> Tensor:
    check_inner(a, b)
    n, m = a.shape[0], b.shape[1]
    c = torch.zeros(n, m, dtype=a.dtype)
    for cell in range(n * m):
        i, j = divmod(cell, m)
        c[i, j] = torch.mul(a[i, :], b[:, j]).sum().item()
    return c


def matmul_rows_dot(a: Tensor, b: Tensor) -> Tensor:
    check_inner(a, b)
    n, m = a.shape[0], b.shape[1]
    c = torch.zeros(n, m, dtype=a.dtype)
    for cell in range(n * m):
        i, j = divmod(cell, m)
        c[i, j] = torch.dot(a[i, :], b[:, j])
    return c
