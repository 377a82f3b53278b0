"""You always work along the last axis, whatever `dim` says.

Read again: the text of the exercise, where it says along which axis.
"""


def standardize(x: Tensor, dim: int = -1) -> Tensor:
    return (x - x.mean(-1, keepdim=True)) / x.std(-1, correction=0, keepdim=True)
