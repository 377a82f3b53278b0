"""You turn every row down by the loudest score of the whole tensor; quiet rows vanish. Each row has its own maximum.

Read again: the fix: turn it down, add, turn it up again.
"""


def logsumexp(x: Tensor, dim: int = -1, keepdim: bool = False) -> Tensor:
    """Take log(sum(exp(x))) over dim, at any size. Example: logsumexp(torch.zeros(2)) -> log 2"""
    loudest = x.max()
    knob = torch.where(loudest.isfinite(), loudest, 0.0)
    total = knob + (x - knob).exp().sum(dim, keepdim=True).log()
    return total if keepdim else total.squeeze(dim)
