"""float64 inside, the dtype of x outside."""


def l2_einsum(x, X):
    shift = X.double().mean(dim=0)
    p, q = x.double() - shift, X.double() - shift
    cross = torch.einsum("nd,md->nm", p, q)
    squares = (
        torch.einsum("nd,nd->n", p, p).unsqueeze(1) - 2 * cross + torch.einsum("md,md->m", q, q)
    )
    return torch.maximum(squares, torch.zeros_like(squares)).sqrt().to(x.dtype)
