"""You clip the scores to a range in which exp is safe; but 10,000 and 9,999 are then the same, and so is silence and -80.

Read again: the walls: which answer should be a flat line.
"""


def logsumexp(x: Tensor, dim: int = -1, keepdim: bool = False) -> Tensor:
    return x.clamp(-80, 80).exp().sum(dim, keepdim=keepdim).log()
