"""You never compare the inner sizes: a short row stops early and gives a wrong product without a word, a long one ends in an IndexError.

Read again: "One number at a time": shapes must fit: (n, k) by (k, m).
"""


def matmul_loops(a: Tensor, b: Tensor) -> Tensor:
    n, k = a.shape
    c = torch.zeros(n, b.shape[1], dtype=a.dtype)
    for i in range(n):
        for j in range(b.shape[1]):
            for p in range(k):
                c[i, j] += a[i, p] * b[p, j]
    return c
