"""You multiply by one-hot and average over the whole table, zeros included: the loss is c times too small.

Read again: one number from each row, then the mean.
"""


def nll(log_probs: Tensor, y: Tensor) -> Tensor:
    """Average minus the right log share: (n, c), (n,) -> (). Example: [[-1, -9]], [0] -> 1"""
    return -(log_probs * F.one_hot(y, log_probs.shape[1])).mean()


def cross_entropy(logits: Tensor, y: Tensor) -> Tensor:
    """Take nll of raw scores: (n, c), (n,) -> (). Example: ten equal scores -> log 10 = 2.3026"""
    return nll(logits - torch.logsumexp(logits, dim=-1, keepdim=True), y)
