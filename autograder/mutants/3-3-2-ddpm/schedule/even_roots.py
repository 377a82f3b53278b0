"""Evenly spaced are the roots of the betas, not the betas.

Read again: evenly spaced from lo to hi. (Another plan, scaled linear, spaces the roots.)
"""


def linear_betas(n: int, lo: float = 1e-4, hi: float = 0.02) -> Tensor:
    """Space n variances (n,) evenly from lo to hi. Example: linear_betas(3, 0.1, 0.5) -> [0.1, 0.3, 0.5]"""
    return torch.linspace(lo**0.5, hi**0.5, n) ** 2


def alpha_bars(betas: Tensor) -> Tensor:
    """Multiply up what each step leaves, (n,) -> (n,). Example: [0.1, 0.5] -> [0.9, 0.45]"""
    return (1 - betas).cumprod(dim=0)
