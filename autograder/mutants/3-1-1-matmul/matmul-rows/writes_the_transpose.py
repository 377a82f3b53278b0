"""You write into c[j, i]: the result is transposed. The row of a gives the row of c, the column of b its column.

Read again: "A row at a time": the shape of the result: (n, k) by (k, m) gives (n, m).
"""


def matmul_rows(a: Tensor, b: Tensor) -> Tensor:
    check_inner(a, b)
    c = torch.zeros(b.shape[1], len(a), dtype=a.dtype)
    for i in range(len(a)):
        for j in range(b.shape[1]):
            c[j, i] = (a[i] * b[:, j]).sum()
    return c


def matmul_rows_dot(a: Tensor, b: Tensor) -> Tensor:
    check_inner(a, b)
    c = torch.zeros(b.shape[1], len(a), dtype=a.dtype)
    for i in range(len(a)):
        for j in range(b.shape[1]):
            c[j, i] = torch.dot(a[i], b[:, j])
    return c
