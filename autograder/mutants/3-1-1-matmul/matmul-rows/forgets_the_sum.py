"""a[i] * b[:, j] is still a whole row of products; the cell is their sum.

Read again: "A row at a time": multiply elementwise, then sum.
"""


def matmul_rows(a: Tensor, b: Tensor) -> Tensor:
    check_inner(a, b)
    c = torch.zeros(len(a), b.shape[1], dtype=a.dtype)
    for i in range(len(a)):
        for j in range(b.shape[1]):
            c[i, j] = a[i] * b[:, j]
    return c


def matmul_rows_dot(a: Tensor, b: Tensor) -> Tensor:
    check_inner(a, b)
    c = torch.zeros(len(a), b.shape[1], dtype=a.dtype)
    for i in range(len(a)):
        for j in range(b.shape[1]):
            c[i, j] = torch.dot(a[i], b[:, j])
    return c
