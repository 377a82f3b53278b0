"""You keep abar above a least value: late steps of a schedule that ends in nothing get wrong shares.

Read again: take alpha and beta from abar itself.
"""


def posterior(abar: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Where x was before step t: shares of x0 and x_t, variance, each (n,). Example: [0.9] -> [1.], [0.], [0.]"""
    abar = abar.clamp(min=1e-5)
    before = torch.cat([torch.ones_like(abar[:1]), abar[:-1]])
    alpha = abar / before
    from_x0 = before.sqrt() * (1 - alpha) / (1 - abar)
    from_xt = alpha.sqrt() * (1 - before) / (1 - abar)
    return from_x0, from_xt, (1 - alpha) * (1 - before) / (1 - abar)
