"""A sum of logarithms in place of a product, arange in place of linspace.
"""


def linear_betas(n: int, lo: float = 1e-4, hi: float = 0.02) -> Tensor:
    return lo + (hi - lo) * torch.arange(n) / max(1, n - 1)


def alpha_bars(betas: Tensor) -> Tensor:
    return torch.log1p(-betas).cumsum(0).exp()
