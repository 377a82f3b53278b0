"""jit(nopython=True), its own check, contiguous copies of the columns, a list of lists."""


@numba.jit(nopython=True)
def dot_numba(x, y):
    total = x[0] * y[0] if len(x) > 0 else 0.0
    for k in range(1, len(x)):
        total += x[k] * y[k]
    return total


def matmul_numba(a, b):
    (n, k), (k2, m) = a.shape, b.shape
    if k != k2:
        raise ValueError(f"{k} != {k2}")
    columns = [np.ascontiguousarray(b[:, j]) for j in range(m)]
    cells = [[dot_numba(a[i], column) for column in columns] for i in range(n)]
    return np.array(cells, dtype=a.dtype).reshape(n, m)
