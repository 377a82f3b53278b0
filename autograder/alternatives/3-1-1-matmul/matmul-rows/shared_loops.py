"""One function with the two loops gets the product as a function."""


def each_cell(a, b, f):
    check_inner(a, b)
    c = torch.zeros(len(a), b.shape[1], dtype=a.dtype)
    for i in range(len(a)):
        for j in range(b.shape[1]):
            c[i, j] = f(a[i], b[:, j])
    return c


def elementwise(x, y):
    return (x * y).sum()


def matmul_rows(a: Tensor, b: Tensor) -> Tensor:
    return each_cell(a, b, elementwise)


def matmul_rows_dot(a: Tensor, b: Tensor) -> Tensor:
    return each_cell(a, b, torch.dot)
