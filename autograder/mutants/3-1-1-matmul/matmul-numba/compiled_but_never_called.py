"""You compiled dot_numba and then wrote its loop again in plain Python: what is not called is not even compiled.

Read again: "Keep the loops, compile them": each cell by dot_numba.
"""


@njit
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
            for k in range(len(b)):
                c[i, j] += a[i, k] * b[k, j]
    return c
