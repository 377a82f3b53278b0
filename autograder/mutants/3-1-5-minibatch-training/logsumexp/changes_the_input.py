"""You subtract in place (-=): the caller's scores are turned down as well.

Read again: x - m makes a new tensor, x -= m changes the one that you were lent.
"""


def logsumexp(x: Tensor, dim: int = -1, keepdim: bool = False) -> Tensor:
    """Take log(sum(exp(x))) over dim, at any size. Example: logsumexp(torch.zeros(2)) -> log 2"""
    loudest = x.amax(dim, keepdim=True)
    knob = torch.where(loudest.isfinite(), loudest, 0.0)
    x -= knob
    total = knob + x.exp().sum(dim, keepdim=True).log()
    return total if keepdim else total.squeeze(dim)
