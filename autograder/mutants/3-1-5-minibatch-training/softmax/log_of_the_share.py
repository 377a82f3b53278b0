"""You take the logarithm of a share. A tiny share was rounded to 0, and log 0 is minus infinity.

Read again: what fails in the logarithm.
"""


def log_softmax(x: Tensor, dim: int = -1) -> Tensor:
    return softmax(x, dim).log()


def softmax(x: Tensor, dim: int = -1) -> Tensor:
    energies = (x - x.amax(dim, keepdim=True)).exp()
    return energies / energies.sum(dim, keepdim=True)
