"""Your table is (m, n): x makes the rows, X the columns.

Read again: Help: which square goes along which axis?
"""


def l2_einsum(x: Tensor, X: Tensor) -> Tensor:
    c = X.mean(dim=0)
    x, X = x - c, X - c
    squares = torch.einsum("nd,nd->n", x, x) + torch.einsum("md,md->m", X, X)[:, None]
    return (squares - 2 * torch.einsum("nd,md->mn", x, X)).clamp(min=0).sqrt()
