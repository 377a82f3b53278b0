"""Uses the notebook's own log_softmax and a range of plain numbers."""


def nll(log_probs: Tensor, y: Tensor) -> Tensor:
    return log_probs[range(y.shape[0]), y].mean().neg()


def cross_entropy(logits: Tensor, y: Tensor) -> Tensor:
    return nll(log_softmax(logits), y)
