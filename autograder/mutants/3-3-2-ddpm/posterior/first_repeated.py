"""Before the first step you take the first share again, as if it took nothing.

Read again: before the first step the share is 1.
"""


def posterior(abar: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Where x was before step t: shares of x0 and x_t, variance, each (n,). Example: [0.9] -> [1.], [0.], [0.]"""
    before = torch.cat([abar[:1], abar[:-1]])
    alpha = abar / before
    from_x0 = before.sqrt() * (1 - alpha) / (1 - abar)
    from_xt = alpha.sqrt() * (1 - before) / (1 - abar)
    return from_x0, from_xt, (1 - alpha) * (1 - before) / (1 - abar)
