"""You do not compare the shapes: a row of one number stretches over any column, so (2, 1) by (3, 4) gives a result where it must raise.

Read again: "A row at a time": what broadcasting swallows: call check_inner first.
"""


def matmul_rows(a: Tensor, b: Tensor) -> Tensor:
    c = torch.zeros(len(a), b.shape[1], dtype=a.dtype)
    for i in range(len(a)):
        for j in range(b.shape[1]):
            c[i, j] = (a[i] * b[:, j]).sum()
    return c


def matmul_rows_dot(a: Tensor, b: Tensor) -> Tensor:
    check_inner(a, b)
    c = torch.zeros(len(a), b.shape[1], dtype=a.dtype)
    for i in range(len(a)):
        for j in range(b.shape[1]):
            c[i, j] = torch.dot(a[i], b[:, j])
    return c
