"""A helper function, and in-place steps on its own tensors."""


def squared_length(v):
    return torch.einsum("nd,nd->n", [v, v])


def l2_einsum(x, X):
    centre = torch.mean(X, 0)
    p, q = torch.sub(x, centre), torch.sub(X, centre)
    out = torch.einsum("nd,md->nm", p, q).mul_(-2)
    out += squared_length(p)[:, None]
    out += squared_length(q)[None, :]
    return out.clamp_(min=0).sqrt_()
