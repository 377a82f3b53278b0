"""float64, and cos² by the half-angle formula.
"""


def cosine_betas(n: int, s: float = 0.008, most: float = 0.999) -> Tensor:
    u = torch.linspace(0, 1, n + 1, dtype=torch.float64)
    f = (1 + torch.cos((u + s) / (1 + s) * torch.pi)) / 2
    abar = f / f[0]
    betas = 1 - abar[1:] / abar[:-1]
    return torch.minimum(betas, torch.tensor(most, dtype=torch.float64)).float()
