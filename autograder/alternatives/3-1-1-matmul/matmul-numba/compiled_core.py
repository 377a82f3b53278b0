"""The loops over cells are compiled in a function of their own; Python only checks."""


@njit
def dot_numba(x: np.ndarray, y: np.ndarray) -> float:
    total = 0.0
    k = 0
    while k < len(x):
        total += x[k] * y[k]
        k += 1
    return total


@njit
def fill(a, b, c):
    for i in range(len(a)):
        for j in range(b.shape[1]):
            c[i, j] = dot_numba(a[i], b[:, j])


def matmul_numba(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    check_inner(a, b)
    c = np.zeros((len(a), b.shape[1]), a.dtype)
    fill(a, b, c)
    return c
