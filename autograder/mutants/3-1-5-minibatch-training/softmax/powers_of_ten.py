"""You count in decibels: softmax takes powers of e, not of ten.

Read again: a network shouts ten numbers: mathematics prefers e.
"""


def log_softmax(x: Tensor, dim: int = -1) -> Tensor:
    return x - torch.logsumexp(x, dim, keepdim=True)


def softmax(x: Tensor, dim: int = -1) -> Tensor:
    powers = 10 ** (x - x.amax(dim, keepdim=True))
    return powers / powers.sum(dim, keepdim=True)
