"""Plain loops over numbers.
"""


def linear_betas(n: int, lo: float = 1e-4, hi: float = 0.02) -> Tensor:
    return torch.tensor([lo + (hi - lo) * i / max(n - 1, 1) for i in range(n)])


def alpha_bars(betas: Tensor) -> Tensor:
    left, shares = torch.ones((), dtype=betas.dtype), []
    for beta in betas:
        left = left * (1 - beta)
        shares.append(left)
    return torch.stack(shares)
