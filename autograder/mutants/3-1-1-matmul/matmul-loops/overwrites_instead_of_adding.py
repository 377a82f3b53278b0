"""Each product overwrites the one before, so only the last one is left in c[i, j]. Add it: += instead of =.

Read again: "One number at a time": a cell is a sum of products.
"""


def matmul_loops(a: Tensor, b: Tensor) -> Tensor:
    n, k = a.shape
    if k != b.shape[0]:
        raise ValueError(f"{k} columns do not fit {b.shape[0]} rows")
    c = torch.zeros(n, b.shape[1], dtype=a.dtype)
    for i in range(n):
        for j in range(b.shape[1]):
            for p in range(k):
                c[i, j] = a[i, p] * b[p, j]
    return c
