"""The first step is missing: there are n - 1 values.

Read again: for each t from 0; shape (n,).
"""


def posterior(abar: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Where x was before step t: shares of x0 and x_t, variance, each (n,). Example: [0.9] -> [1.], [0.], [0.]"""
    before = torch.cat([torch.ones_like(abar[:1]), abar[:-1]])
    alpha = abar / before
    from_x0 = before.sqrt() * (1 - alpha) / (1 - abar)
    from_xt = alpha.sqrt() * (1 - before) / (1 - abar)
    return from_x0[-len(abar) + 1 :], from_xt[-len(abar) + 1 :], ((1 - alpha) * (1 - before) / (1 - abar))[-len(abar) + 1 :]
