"""You turn torch's error into a ValueError, but where a size is 1 torch has no error: (2, 1) by (3, 4) stretches and gives a result.

Read again: "One loop": what broadcasting swallows: compare the shapes yourself.
"""


def matmul_broadcast(a: Tensor, b: Tensor) -> Tensor:
    c = torch.zeros(len(a), b.shape[1], dtype=a.dtype)
    try:
        for i in range(len(a)):
            c[i] = (a[i][:, None] * b).sum(dim=0)
    except RuntimeError as error:
        raise ValueError("the inner sizes differ") from error
    return c
