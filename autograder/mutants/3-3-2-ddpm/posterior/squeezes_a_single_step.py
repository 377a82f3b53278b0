"""You squeeze the result: of a walk with a single step the axis of steps goes, too.

Read again: a walk may have only one step; three tensors of shape (n,).
"""


def posterior(abar: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Where x was before step t: shares of x0 and x_t, variance, each (n,). Example: [0.9] -> [1.], [0.], [0.]"""
    before = torch.cat([torch.ones_like(abar[:1]), abar[:-1]])
    alpha = abar / before
    from_x0 = before.sqrt() * (1 - alpha) / (1 - abar)
    from_xt = alpha.sqrt() * (1 - before) / (1 - abar)
    both = torch.stack([from_x0, from_xt, (1 - alpha) * (1 - before) / (1 - abar)])
    return tuple(both.squeeze())
