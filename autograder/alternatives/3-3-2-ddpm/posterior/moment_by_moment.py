"""A loop with an if for the first moment.
"""


def posterior(abar: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    rows = []
    for t in range(len(abar)):
        before = abar[t - 1] if t > 0 else torch.ones_like(abar[0])
        beta = 1 - abar[t] / before
        rows.append(
            torch.stack([
                before.sqrt() * beta / (1 - abar[t]),
                (1 - beta).sqrt() * (1 - before) / (1 - abar[t]),
                beta * (1 - before) / (1 - abar[t]),
            ])
        )
    return tuple(torch.stack(rows, dim=1))
