"""The share of x_t is 1 minus that of x0: that is no mean of two witnesses who stand at different scales.

Read again: multiply out: each share has its root.
"""


def posterior(abar: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Where x was before step t: shares of x0 and x_t, variance, each (n,). Example: [0.9] -> [1.], [0.], [0.]"""
    before = torch.cat([torch.ones_like(abar[:1]), abar[:-1]])
    alpha = abar / before
    from_x0 = before.sqrt() * (1 - alpha) / (1 - abar)
    from_xt = 1 - from_x0
    return from_x0, from_xt, (1 - alpha) * (1 - before) / (1 - abar)
