"""One for over all positions at once, by product."""
from itertools import product


def matmul_loops(a: Tensor, b: Tensor) -> Tensor:
    (n, k), (k2, m) = a.shape, b.shape
    if k != k2:
        raise ValueError
    c = torch.zeros((n, m)).to(a.dtype)
    for i, j, p in product(range(n), range(m), range(k)):
        c[i][j] += a[i][p] * b[p][j]
    return c
