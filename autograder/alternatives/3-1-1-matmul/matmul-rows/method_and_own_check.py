"""Tensor.dot and Tensor.sum, its own check apart, enumerate; the axes of elementwise sums by dim."""


def fit(a, b):
    if a.shape[1] != b.shape[0]:
        raise ValueError(f"{a.shape[1]} != {b.shape[0]}")
    return a.new_zeros(a.shape[0], b.shape[1])


def matmul_rows(a, b):
    out = fit(a, b)
    for i, row in enumerate(a):
        for j in range(b.size(1)):
            out[i][j] = (row * b[:, j]).sum(dim=0)
    return out


def matmul_rows_dot(a, b):
    out = fit(a, b)
    for i, row in enumerate(a):
        for j in range(b.size(1)):
            out[i][j] = row.dot(b[:, j])
    return out
