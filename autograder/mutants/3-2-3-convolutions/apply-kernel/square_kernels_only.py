"""You take the width of the kernel for its height: kernels need not be square.

Read again: the task: `kernel` is (kh, kw), not always square.
"""


def apply_kernel(x: Tensor, kernel: Tensor) -> Tensor:
    """Slide kernel (kh, kw) over x (h, w). Example: [[1, 2, 4]], [[-1, 1]] -> [[1, 2]]"""
    kh = kw = kernel.shape[1]
    h, w = x.shape[0] - kh + 1, x.shape[1] - kw + 1
    out = x.new_zeros(h, w)
    for i in range(h):
        for j in range(w):
            out[i, j] = (x[i : i + kh, j : j + kw] * kernel).sum()
    return out
