"""A function of its own makes one cell; check_inner raises; the order of the loops is another."""


def one_cell(a, b, i, j):
    total = torch.zeros((), dtype=a.dtype)
    for p in range(len(b)):
        total = total + a[i][p] * b[p][j]
    return total


def matmul_loops(a: Tensor, b: Tensor) -> Tensor:
    check_inner(a, b)
    n, m = a.size(0), b.size(1)
    result = a.new_zeros((n, m))
    for j in range(m):
        for i in range(n):
            result[i, j] = one_cell(a, b, i, j)
    return result
