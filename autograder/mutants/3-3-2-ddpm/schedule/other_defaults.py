"""The defaults are those of our walk, not the paper's.

Read again: the paper takes a thousand steps, from 0.0001 to 0.02.
"""


def linear_betas(n: int, lo: float = 5e-4, hi: float = 0.1) -> Tensor:
    """Space n variances (n,) evenly from lo to hi. Example: linear_betas(3, 0.1, 0.5) -> [0.1, 0.3, 0.5]"""
    return torch.linspace(lo, hi, n)


def alpha_bars(betas: Tensor) -> Tensor:
    """Multiply up what each step leaves, (n,) -> (n,). Example: [0.1, 0.5] -> [0.9, 0.45]"""
    return (1 - betas).cumprod(dim=0)
