"""torch.zeros makes float32: whole numbers come back as floats, and float64 loses half of its digits. Pass dtype=a.dtype.

Read again: "One number at a time": the result has the dtype of its inputs.
"""


def matmul_loops(a: Tensor, b: Tensor) -> Tensor:
    n, k = a.shape
    if k != b.shape[0]:
        raise ValueError(f"{k} columns do not fit {b.shape[0]} rows")
    c = torch.zeros(n, b.shape[1])
    for i in range(n):
        for j in range(b.shape[1]):
            for p in range(k):
                c[i, j] += a[i, p] * b[p, j]
    return c
