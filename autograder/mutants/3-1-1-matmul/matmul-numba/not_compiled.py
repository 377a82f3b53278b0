"""The @njit above dot_numba is gone, so Python walks the inner loop and nothing is faster than before.

Read again: "Keep the loops, compile them": @njit compiles a function when it is first called.
"""


def dot_numba(x: np.ndarray, y: np.ndarray) -> float:
    total = 0.0
    for k in range(len(x)):
        total += x[k] * y[k]
    return total


def matmul_numba(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    check_inner(a, b)
    c = np.zeros((len(a), b.shape[1]), dtype=a.dtype)
    for i in range(len(a)):
        for j in range(b.shape[1]):
            c[i, j] = dot_numba(a[i], b[:, j])
    return c
