"""The knob is taken out of autograd, its slope cancels anyway."""


def logsumexp(x: Tensor, dim: int = -1, keepdim: bool = False) -> Tensor:
    """Take log(sum(exp(x))) over dim, at any size. Example: logsumexp(torch.zeros(2)) -> log 2"""
    loudest = x.detach().amax(dim, keepdim=True)
    knob = torch.where(torch.isinf(loudest), torch.zeros_like(loudest), loudest)
    total = knob + (x - knob).exp().sum(dim, keepdim=True).log()
    return total if keepdim else total.squeeze(dim)
