"""You turn everything into float32: digits of a float64 are lost.

Read again: the text of the exercise, where it names the dtype.
"""


def standardize(x: Tensor, dim: int = -1) -> Tensor:
    x = x.float()
    return (x - x.mean(dim, keepdim=True)) / x.std(dim, correction=0, keepdim=True)
