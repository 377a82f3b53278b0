"""Loops over the kernel, adds shifted pictures."""


def apply_kernel(x: Tensor, kernel: Tensor) -> Tensor:
    """Slide kernel (kh, kw) over x (h, w). Example: [[1, 2, 4]], [[-1, 1]] -> [[1, 2]]"""
    kh, kw = kernel.shape
    h, w = x.shape[0] - kh + 1, x.shape[1] - kw + 1
    out = 0
    for a in range(kh):
        for b in range(kw):
            out = out + kernel[a, b] * x[a : a + h, b : b + w]
    return out
