"""You add to what already stands in c: memory on the GPU holds old numbers, so the sum starts from garbage. Start at 0 in a variable of your own.

Read again: "A dirty sheet": a kernel overwrites its cell.
"""


def matmul_kernel(grid: tuple[int, int], a: Tensor, b: Tensor, c: Tensor) -> None:
    i, j = grid
    if i < c.shape[0] and j < c.shape[1]:
        for k in range(a.shape[1]):
            c[i, j] += a[i, k] * b[k, j]


@cuda.jit
def matmul_cuda_kernel(a, b, c):
    i, j = cuda.grid(2)
    if i < c.shape[0] and j < c.shape[1]:
        for k in range(a.shape[1]):
            c[i, j] += a[i, k] * b[k, j]


def matmul_cuda(a: np.ndarray, b: np.ndarray, tpb: int = TPB) -> np.ndarray:
    check_inner(a, b)
    da, db = cuda.to_device(a), cuda.to_device(b)
    dc = cuda.to_device(np.zeros((len(a), b.shape[1]), dtype=a.dtype))
    blocks = math.ceil(dc.shape[0] / tpb), math.ceil(dc.shape[1] / tpb)
    matmul_cuda_kernel[blocks, (tpb, tpb)](da, db, dc)
    return dc.copy_to_host()
