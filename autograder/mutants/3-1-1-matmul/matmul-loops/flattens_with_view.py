"""view(-1) works only where the numbers lie in memory in the order of the rows: a transposed matrix does not, and raises.

Read again: "One number at a time": strides: index with a[i, p].
"""


def matmul_loops(a: Tensor, b: Tensor) -> Tensor:
    n, k = a.shape
    m = b.shape[1]
    if k != b.shape[0]:
        raise ValueError(f"{k} columns do not fit {b.shape[0]} rows")
    c = torch.zeros(n, m, dtype=a.dtype)
    flat_a, flat_b = a.view(-1), b.view(-1)
    for i in range(n):
        for j in range(m):
            for p in range(k):
                c[i, j] += flat_a[i * k + p] * flat_b[p * m + j]
    return c
