"""The clean pictures are overwritten.

Read again: change none of the arguments.
"""


def noisify(x0: Tensor, t: Tensor, eps: Tensor, abar: Tensor) -> Tensor:
    """Mix x0 (B, ...) with eps (B, ...) as after step t (B,). Example: x0 1, eps 0, abar[t] 0.25 -> 0.5"""
    left = abar[t].reshape(-1, *[1] * (x0.ndim - 1))
    return x0.mul_(left.sqrt()).add_((1 - left).sqrt() * eps)
