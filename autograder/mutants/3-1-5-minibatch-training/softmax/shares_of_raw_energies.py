"""You exponentiate the scores as they are: inf / inf is nan. Turning them down first changes no share.

Read again: shares of the sound: the knob changes no share.
"""


def log_softmax(x: Tensor, dim: int = -1) -> Tensor:
    return x - torch.logsumexp(x, dim, keepdim=True)


def softmax(x: Tensor, dim: int = -1) -> Tensor:
    return x.exp() / x.exp().sum(dim, keepdim=True)
