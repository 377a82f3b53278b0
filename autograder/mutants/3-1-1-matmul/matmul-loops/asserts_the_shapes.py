"""You check the shapes by assert, which raises AssertionError and disappears under python -O; the exercise asks for ValueError.

Read again: "One number at a time": Raises ValueError if the inner sizes differ.
"""


def matmul_loops(a: Tensor, b: Tensor) -> Tensor:
    n, k = a.shape
    assert k == b.shape[0], "the inner sizes differ"
    c = torch.zeros(n, b.shape[1], dtype=a.dtype)
    for i in range(n):
        for j in range(b.shape[1]):
            for p in range(k):
                c[i, j] += a[i, p] * b[p, j]
    return c
