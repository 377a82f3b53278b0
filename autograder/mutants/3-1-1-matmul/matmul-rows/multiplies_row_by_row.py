"""You multiply row i of a by row j of b; a cell needs column j of b, which is b[:, j].

Read again: "A row at a time": row times column.
"""


def matmul_rows(a: Tensor, b: Tensor) -> Tensor:
    check_inner(a, b)
    c = torch.zeros(len(a), b.shape[1], dtype=a.dtype)
    for i in range(len(a)):
        for j in range(b.shape[1]):
            c[i, j] = (a[i] * b[j]).sum()
    return c


def matmul_rows_dot(a: Tensor, b: Tensor) -> Tensor:
    check_inner(a, b)
    c = torch.zeros(len(a), b.shape[1], dtype=a.dtype)
    for i in range(len(a)):
        for j in range(b.shape[1]):
            c[i, j] = torch.dot(a[i], b[:, j])
    return c
