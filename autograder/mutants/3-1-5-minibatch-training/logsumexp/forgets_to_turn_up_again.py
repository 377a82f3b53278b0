"""You turned the recording down and reported what the gauge showed: add the maximum back behind the logarithm.

Read again: the fix: turn it down, add, turn it up again.
"""


def logsumexp(x: Tensor, dim: int = -1, keepdim: bool = False) -> Tensor:
    """Take log(sum(exp(x))) over dim, at any size. Example: logsumexp(torch.zeros(2)) -> log 2"""
    loudest = x.amax(dim, keepdim=True)
    knob = torch.where(loudest.isfinite(), loudest, 0.0)
    total = (x - knob).exp().sum(dim, keepdim=True).log()
    return total if keepdim else total.squeeze(dim)
