"""You call np.dot inside the compiled function; the point is that numba makes your own loop as fast.

Read again: "Keep the loops, compile them": a compiled loop: write the sum out.
"""


@njit
def dot_numba(x: np.ndarray, y: np.ndarray) -> float:
    return np.dot(x, y)


def matmul_numba(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    check_inner(a, b)
    c = np.zeros((len(a), b.shape[1]), dtype=a.dtype)
    for i in range(len(a)):
        for j in range(b.shape[1]):
            c[i, j] = dot_numba(a[i], b[:, j])
    return c
