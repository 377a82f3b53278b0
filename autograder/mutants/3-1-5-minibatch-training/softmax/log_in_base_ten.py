"""log10 counts in powers of ten; log shares are natural logarithms.

Read again: log softmax(x) = x - logsumexp(x).
"""


def log_softmax(x: Tensor, dim: int = -1) -> Tensor:
    return (x - torch.logsumexp(x, dim, keepdim=True)) / 2.302585


def softmax(x: Tensor, dim: int = -1) -> Tensor:
    return (x - torch.logsumexp(x, dim, keepdim=True)).exp()
