"""Your result is stored in `x` itself, so later windows see sums in the place of pixels, and the caller's picture is gone.

Read again: Where the border goes, and the help on dtypes: write into a new tensor.
"""


def apply_kernel(x: Tensor, kernel: Tensor) -> Tensor:
    """Slide kernel (kh, kw) over x (h, w). Example: [[1, 2, 4]], [[-1, 1]] -> [[1, 2]]"""
    kh, kw = kernel.shape
    h, w = x.shape[0] - kh + 1, x.shape[1] - kw + 1
    out = x[:h, :w]
    for i in range(h):
        for j in range(w):
            out[i, j] = (x[i : i + kh, j : j + kw] * kernel).sum()
    return out
