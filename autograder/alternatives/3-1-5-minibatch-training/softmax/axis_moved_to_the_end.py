"""Works on the last axis and moves it back."""


def log_softmax(x: Tensor, dim: int = -1) -> Tensor:
    y = x.transpose(dim, -1)
    return (y - y.logsumexp(-1).unsqueeze(-1)).transpose(dim, -1)


def softmax(x: Tensor, dim: int = -1) -> Tensor:
    return math.e ** log_softmax(x, dim)
