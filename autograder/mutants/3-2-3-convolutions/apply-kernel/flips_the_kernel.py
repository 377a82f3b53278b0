"""Your kernel is turned by half a circle before it slides: a mathematician's convolution. Here nothing is flipped.

Read again: A convolution that is none.
"""


def apply_kernel(x: Tensor, kernel: Tensor) -> Tensor:
    """Slide kernel (kh, kw) over x (h, w). Example: [[1, 2, 4]], [[-1, 1]] -> [[1, 2]]"""
    kernel = kernel.flip(0, 1)
    kh, kw = kernel.shape
    h, w = x.shape[0] - kh + 1, x.shape[1] - kw + 1
    out = x.new_zeros(h, w)
    for i in range(h):
        for j in range(w):
            out[i, j] = (x[i : i + kh, j : j + kw] * kernel).sum()
    return out
