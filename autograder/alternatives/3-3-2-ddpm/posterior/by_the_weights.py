"""Adds up the witnesses' weights, in float64; the innkeeper's is infinite at t = 0.
"""


def posterior(abar: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    a = abar.double()
    before = F.pad(a, (1, 0), value=1.0)[:-1]
    alpha = a / before
    shepherd = alpha / (1 - alpha)
    var = 1 / (1 / (1 - before) + shepherd)  # 1 / inf is 0
    from_xt = var * shepherd / alpha.sqrt()
    from_x0 = before.sqrt() * (1 - var * shepherd)
    return from_x0.to(abar.dtype), from_xt.to(abar.dtype), var.to(abar.dtype)
