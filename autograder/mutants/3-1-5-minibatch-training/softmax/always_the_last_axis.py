"""You always sum along the last axis, whatever `dim` says.

Read again: the task: any shape and any `dim`.
"""


def log_softmax(x: Tensor, dim: int = -1) -> Tensor:
    return x - torch.logsumexp(x, -1, keepdim=True)


def softmax(x: Tensor, dim: int = -1) -> Tensor:
    return log_softmax(x).exp()
