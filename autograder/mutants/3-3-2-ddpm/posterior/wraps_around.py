"""Before the first step you take abar[-1], the last one.

Read again: an index of -1 is the last one; before the first step nothing was lost.
"""


def posterior(abar: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Where x was before step t: shares of x0 and x_t, variance, each (n,). Example: [0.9] -> [1.], [0.], [0.]"""
    before = abar.roll(1)
    alpha = abar / before
    from_x0 = before.sqrt() * (1 - alpha) / (1 - abar)
    from_xt = alpha.sqrt() * (1 - before) / (1 - abar)
    return from_x0, from_xt, (1 - alpha) * (1 - before) / (1 - abar)
