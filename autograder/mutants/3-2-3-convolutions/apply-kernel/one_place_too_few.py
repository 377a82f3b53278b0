"""The last row and column of places is missing: a kernel of 3 has four places on 6 pixels.

Read again: The hole becomes a square: how many places there are.
"""


def apply_kernel(x: Tensor, kernel: Tensor) -> Tensor:
    """Slide kernel (kh, kw) over x (h, w). Example: [[1, 2, 4]], [[-1, 1]] -> [[1, 2]]"""
    kh, kw = kernel.shape
    h, w = x.shape[0] - kh, x.shape[1] - kw
    out = x.new_zeros(h, w)
    for i in range(h):
        for j in range(w):
            out[i, j] = (x[i : i + kh, j : j + kw] * kernel).sum()
    return out
