"""`-=` moves the points of your caller. `x = x - c` makes new ones.

Read again: Exercise l2_einsum: an input is read, not changed.
"""


def l2_einsum(x: Tensor, X: Tensor) -> Tensor:
    c = X.mean(dim=0)
    x -= c
    X -= c
    squares = torch.einsum("nd,nd->n", x, x)[:, None] + torch.einsum("md,md->m", X, X)
    return (squares - 2 * torch.einsum("nd,md->nm", x, X)).clamp(min=0).sqrt()
