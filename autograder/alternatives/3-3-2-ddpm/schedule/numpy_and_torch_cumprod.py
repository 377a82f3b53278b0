"""numpy for the plan, torch.cumprod as a function, both written into new tensors.
"""


def linear_betas(n: int, lo: float = 1e-4, hi: float = 0.02) -> Tensor:
    import numpy as np

    return torch.from_numpy(np.linspace(lo, hi, num=n)).float()


def alpha_bars(betas: Tensor) -> Tensor:
    alphas = 1.0 - betas
    return torch.cumprod(alphas, 0)
