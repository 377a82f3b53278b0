"""You walk along a row of b, b[j, p]; a cell is a row of a times a column of b, so b's first index moves with p.

Read again: "One number at a time": row times column.
"""


def matmul_loops(a: Tensor, b: Tensor) -> Tensor:
    n, k = a.shape
    if k != b.shape[0]:
        raise ValueError(f"{k} columns do not fit {b.shape[0]} rows")
    c = torch.zeros(n, b.shape[1], dtype=a.dtype)
    for i in range(n):
        for j in range(b.shape[1]):
            for p in range(k):
                c[i, j] += a[i, p] * b[j, p]
    return c
