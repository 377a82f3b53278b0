"""matmul_numba is compiled as a whole and raises by itself."""


@njit
def dot_numba(x, y):
    total = 0.0
    for k in range(x.shape[0]):
        total = total + x[k] * y[k]
    return total


@njit
def matmul_numba(a, b):
    if a.shape[1] != b.shape[0]:
        raise ValueError("inner sizes differ")
    c = np.zeros((a.shape[0], b.shape[1]), dtype=a.dtype)
    for i in range(a.shape[0]):
        for j in range(b.shape[1]):
            c[i, j] = dot_numba(a[i], b[:, j])
    return c
