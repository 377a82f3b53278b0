"""You guard the rows but not the columns; a grid may be too wide as well as too high.

Read again: "Too many clerks": the guard: positions outside c do nothing.
"""


def matmul_kernel(grid: tuple[int, int], a: Tensor, b: Tensor, c: Tensor) -> None:
    i, j = grid
    if i < c.shape[0]:
        total = 0.0
        for k in range(a.shape[1]):
            total += a[i, k] * b[k, j]
        c[i, j] = total


@cuda.jit
def matmul_cuda_kernel(a, b, c):
    i, j = cuda.grid(2)
    if i < c.shape[0]:
        total = 0.0
        for k in range(a.shape[1]):
            total += a[i, k] * b[k, j]
        c[i, j] = total


def matmul_cuda(a: np.ndarray, b: np.ndarray, tpb: int = TPB) -> np.ndarray:
    check_inner(a, b)
    da, db = cuda.to_device(a), cuda.to_device(b)
    dc = cuda.device_array((len(a), b.shape[1]), dtype=a.dtype)
    blocks = math.ceil(dc.shape[0] / tpb), math.ceil(dc.shape[1] / tpb)
    matmul_cuda_kernel[blocks, (tpb, tpb)](da, db, dc)
    return dc.copy_to_host()
