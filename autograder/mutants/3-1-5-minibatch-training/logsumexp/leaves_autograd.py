"""You go through .data or detach(): autograd cannot follow the result back to the scores.

Read again: the loss is there to be differentiated: share minus one-hot.
"""


def logsumexp(x: Tensor, dim: int = -1, keepdim: bool = False) -> Tensor:
    """Take log(sum(exp(x))) over dim, at any size. Example: logsumexp(torch.zeros(2)) -> log 2"""
    x = x.detach()
    loudest = x.amax(dim, keepdim=True)
    knob = torch.where(loudest.isfinite(), loudest, 0.0)
    total = knob + (x - knob).exp().sum(dim, keepdim=True).log()
    return total if keepdim else total.squeeze(dim)
