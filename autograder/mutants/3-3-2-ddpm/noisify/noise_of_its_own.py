"""You draw noise of your own; then nobody knows what the network should name.

Read again: noise comes in as eps: draw none.
"""


def noisify(x0: Tensor, t: Tensor, eps: Tensor, abar: Tensor) -> Tensor:
    """Mix x0 (B, ...) with eps (B, ...) as after step t (B,). Example: x0 1, eps 0, abar[t] 0.25 -> 0.5"""
    left = abar[t].reshape(-1, *[1] * (x0.ndim - 1))
    return left.sqrt() * x0 + (1 - left).sqrt() * torch.randn_like(eps)
