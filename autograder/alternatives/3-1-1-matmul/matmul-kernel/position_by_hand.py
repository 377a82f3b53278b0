"""Works the position out from block and thread; zeroes its cell first and adds into it; blocks of one row in a stride loop."""


def matmul_kernel(grid: tuple[int, int], a: Tensor, b: Tensor, c: Tensor) -> None:
    i, j = grid
    if 0 <= i < c.shape[0] and 0 <= j < c.shape[1]:
        c[i, j] = 0
        for k in range(a.shape[1]):
            c[i, j] += a[i, k] * b[k, j]


@cuda.jit
def matmul_cuda_kernel(a, b, c):
    i = cuda.blockIdx.x * cuda.blockDim.x + cuda.threadIdx.x
    j = cuda.blockIdx.y * cuda.blockDim.y + cuda.threadIdx.y
    if i < c.shape[0]:
        if j < c.shape[1]:
            c[i, j] = 0
            for k in range(a.shape[1]):
                c[i, j] += a[i, k] * b[k, j]


def matmul_cuda(a: np.ndarray, b: np.ndarray, tpb: int = TPB) -> np.ndarray:
    check_inner(a, b)
    n, m = a.shape[0], b.shape[1]
    device = cuda.device_array((n, m), a.dtype)
    threads = (min(tpb, n), min(tpb, m))
    blocks = tuple((size + t - 1) // t for size, t in zip((n, m), threads))
    matmul_cuda_kernel[blocks, threads](cuda.to_device(a), cuda.to_device(b), device)
    result = np.zeros((n, m), dtype=a.dtype)
    device.copy_to_host(result)
    return result
