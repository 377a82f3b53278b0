"""Rounding leaves some squares a little below 0, and the root of something negative is nan. Cut at 0 first.

Read again: The table nobody can pay for: rounding, and what heals the nan.
"""


def l2_einsum(x: Tensor, X: Tensor) -> Tensor:
    c = X.mean(dim=0)
    x, X = x - c, X - c
    squares = torch.einsum("nd,nd->n", x, x)[:, None] + torch.einsum("md,md->m", X, X)
    return (squares - 2 * torch.einsum("nd,md->nm", x, X)).sqrt()
