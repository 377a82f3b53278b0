"""Before the first step nothing *was lost*: the share is 1, not 0.

Read again: what is the share before the first step?
"""


def posterior(abar: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Where x was before step t: shares of x0 and x_t, variance, each (n,). Example: [0.9] -> [1.], [0.], [0.]"""
    before = torch.cat([1e-6 * torch.ones_like(abar[:1]), abar[:-1]])
    alpha = abar / before
    from_x0 = before.sqrt() * (1 - alpha) / (1 - abar)
    from_xt = alpha.sqrt() * (1 - before) / (1 - abar)
    return from_x0, from_xt, (1 - alpha) * (1 - before) / (1 - abar)
