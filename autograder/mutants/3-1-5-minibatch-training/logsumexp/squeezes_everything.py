"""A bare squeeze() removes every axis of size 1, also those of a batch of one: squeeze(dim).

Read again: the task: `keepdim=True` leaves an axis of size 1.
"""


def logsumexp(x: Tensor, dim: int = -1, keepdim: bool = False) -> Tensor:
    """Take log(sum(exp(x))) over dim, at any size. Example: logsumexp(torch.zeros(2)) -> log 2"""
    loudest = x.amax(dim, keepdim=True)
    knob = torch.where(loudest.isfinite(), loudest, 0.0)
    total = knob + (x - knob).exp().sum(dim, keepdim=True).log()
    return total if keepdim else total.squeeze()
