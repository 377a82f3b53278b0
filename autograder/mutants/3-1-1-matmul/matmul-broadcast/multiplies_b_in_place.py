"""`*=` changes b itself: the second row of a meets what the first one left of it, and your caller's b is gone.

Read again: "One loop": inputs are not changed: `*` makes a new tensor.
"""


def matmul_broadcast(a: Tensor, b: Tensor) -> Tensor:
    check_inner(a, b)
    c = torch.zeros(len(a), b.shape[1], dtype=a.dtype)
    for i in range(len(a)):
        product = b
        product *= a[i][:, None]
        c[i] = product.sum(dim=0)
    return c
