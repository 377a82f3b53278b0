"""You change the caller's tensor: `-=` and `/=` work in place.

Read again: the text of the exercise, where it says what stays as it is.
"""


def standardize(x: Tensor, dim: int = -1) -> Tensor:
    x -= x.mean(dim, keepdim=True)
    x /= x.std(dim, correction=0, keepdim=True)
    return x
