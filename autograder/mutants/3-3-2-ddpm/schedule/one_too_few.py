"""There are n - 1 steps in place of n.

Read again: n values, both ends included.
"""


def linear_betas(n: int, lo: float = 1e-4, hi: float = 0.02) -> Tensor:
    """Space n variances (n,) evenly from lo to hi. Example: linear_betas(3, 0.1, 0.5) -> [0.1, 0.3, 0.5]"""
    return torch.linspace(lo, hi, max(1, n - 1))


def alpha_bars(betas: Tensor) -> Tensor:
    """Multiply up what each step leaves, (n,) -> (n,). Example: [0.1, 0.5] -> [0.9, 0.45]"""
    return (1 - betas).cumprod(dim=0)
