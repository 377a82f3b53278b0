"""Nobody compares the shapes: compiled code reads past the end of the shorter column and adds up whatever lies there in memory.

Read again: "Keep the loops, compile them": compiled code checks no bounds: call check_inner first.
"""


@njit
def dot_numba(x: np.ndarray, y: np.ndarray) -> float:
    total = 0.0
    for k in range(min(len(x), len(y))):
        total += x[k] * y[k]
    return total


def matmul_numba(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    c = np.zeros((len(a), b.shape[1]), dtype=a.dtype)
    for i in range(len(a)):
        for j in range(b.shape[1]):
            c[i, j] = dot_numba(a[i], b[:, j])
    return c
