"""You exponentiate the scores as they are: beyond 88 float32 overflows, below -104 everything is 0.

Read again: the fix: turn it down, add, turn it up again.
"""


def logsumexp(x: Tensor, dim: int = -1, keepdim: bool = False) -> Tensor:
    return x.exp().sum(dim, keepdim=keepdim).log()
