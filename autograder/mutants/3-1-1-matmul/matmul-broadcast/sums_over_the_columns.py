"""You sum over the columns of b; what has to go is the shared axis k, and that is dim=0 of b.

Read again: "One loop": the axis that is summed is the one that both share.
"""


def matmul_broadcast(a: Tensor, b: Tensor) -> Tensor:
    check_inner(a, b)
    c = torch.zeros(len(a), b.shape[1], dtype=a.dtype)
    for i in range(len(a)):
        c[i] = (a[i][:, None] * b).sum(dim=1)
    return c
