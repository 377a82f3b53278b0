"""a[i] * b lays row i of a along the rows of b; it has to stand up as a column, so that each number meets one row of b.

Read again: "One loop": a[i][:, None] turns a row into a column.
"""


def matmul_broadcast(a: Tensor, b: Tensor) -> Tensor:
    check_inner(a, b)
    c = torch.zeros(len(a), b.shape[1], dtype=a.dtype)
    for i in range(len(a)):
        c[i] = (a[i] * b).sum(dim=0)
    return c
