"""The middle term counts twice: p² - 2pq + q².

Read again: The table nobody can pay for: the rule from school.
"""


def l2_einsum(x: Tensor, X: Tensor) -> Tensor:
    c = X.mean(dim=0)
    x, X = x - c, X - c
    squares = torch.einsum("nd,nd->n", x, x)[:, None] + torch.einsum("md,md->m", X, X)
    return (squares - torch.einsum("nd,md->nm", x, X)).clamp(min=0).sqrt()
