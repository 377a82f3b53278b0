"""Your loss is negative: log shares are below 0, the surprise is minus their mean.

Read again: how wrong is a share: minus the logarithm of the right one's share.
"""


def nll(log_probs: Tensor, y: Tensor) -> Tensor:
    """Average minus the right log share: (n, c), (n,) -> (). Example: [[-1, -9]], [0] -> 1"""
    return log_probs[torch.arange(len(y)), y].mean()


def cross_entropy(logits: Tensor, y: Tensor) -> Tensor:
    """Take nll of raw scores: (n, c), (n,) -> (). Example: ten equal scores -> log 10 = 2.3026"""
    return nll(logits - torch.logsumexp(logits, dim=-1, keepdim=True), y)
