"""You add up the squared misses and do not divide by n.

Read again: the exercise: the mean of the n squared misses.
"""


def mse(out: Tensor, targ: Tensor) -> Tensor:
    """Average the squared misses: (n, 1), (n,) -> (). Example: [[3.], [1.]], [1., 1.] -> 2.0"""
    return (out[:, 0] - targ).pow(2).sum()
