"""You keep the size of the picture by a frame of zeros. Here only places count where the whole kernel lies on the picture.

Read again: the task: a number for every place where the *whole* kernel lies on the picture.
"""


def apply_kernel(x: Tensor, kernel: Tensor) -> Tensor:
    """Slide kernel (kh, kw) over x (h, w). Example: [[1, 2, 4]], [[-1, 1]] -> [[1, 2]]"""
    kh, kw = kernel.shape
    x = F.pad(x, (kw // 2, kw // 2, kh // 2, kh // 2))
    h, w = x.shape[0] - kh + 1, x.shape[1] - kw + 1
    out = x.new_zeros(h, w)
    for i in range(h):
        for j in range(w):
            out[i, j] = (x[i : i + kh, j : j + kw] * kernel).sum()
    return out
