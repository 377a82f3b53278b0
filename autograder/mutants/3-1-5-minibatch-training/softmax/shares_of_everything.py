"""Your shares add up to 1 over the whole tensor; they should along `dim` only.

Read again: shares of the sound.
"""


def log_softmax(x: Tensor, dim: int = -1) -> Tensor:
    return x - torch.logsumexp(x, dim, keepdim=True)


def softmax(x: Tensor, dim: int = -1) -> Tensor:
    energies = (x - x.max()).exp()
    return energies / energies.sum()
