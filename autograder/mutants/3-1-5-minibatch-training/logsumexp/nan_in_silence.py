"""Where all scores are minus infinity you subtract -inf from -inf, and that is nan.

Read again: what the fix breaks: silence.
"""


def logsumexp(x: Tensor, dim: int = -1, keepdim: bool = False) -> Tensor:
    """Take log(sum(exp(x))) over dim, at any size. Example: logsumexp(torch.zeros(2)) -> log 2"""
    loudest = x.amax(dim, keepdim=True)
    knob = loudest
    total = knob + (x - knob).exp().sum(dim, keepdim=True).log()
    return total if keepdim else total.squeeze(dim)
