"""dim=1 stands in your code where the argument `dim` belongs.

Read again: the task: any shape and any `dim`.
"""


def log_softmax(x: Tensor, dim: int = -1) -> Tensor:
    return x - torch.logsumexp(x, dim, keepdim=True)


def softmax(x: Tensor, dim: int = -1) -> Tensor:
    return (x - torch.logsumexp(x, 1, keepdim=True)).exp()
