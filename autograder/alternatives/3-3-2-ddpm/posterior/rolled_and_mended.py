"""roll, and then the first value is set; a list comes back.
"""


def posterior(abar: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    before = torch.roll(abar, 1)
    before[0] = 1
    alphas = abar / before
    betas, rest = 1 - alphas, 1 - abar
    return [
        torch.sqrt(before) * betas / rest,
        torch.sqrt(alphas) * (1 - before) / rest,
        betas * (1 - before) / rest,
    ]
