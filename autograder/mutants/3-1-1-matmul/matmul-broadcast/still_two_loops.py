"""You still loop over the columns; broadcasting makes a whole row of the result at once.

Read again: "One loop": one loop: a column against the whole of b.
"""


def matmul_broadcast(a: Tensor, b: Tensor) -> Tensor:
    check_inner(a, b)
    c = torch.zeros(len(a), b.shape[1], dtype=a.dtype)
    for i in range(len(a)):
        for j in range(b.shape[1]):
            c[i, j] = (a[i] * b[:, j]).sum()
    return c
