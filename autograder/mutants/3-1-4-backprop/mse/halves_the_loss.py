"""You divide by 2n. Some books do, to be rid of the 2 in the slope; here it is the plain mean.

Read again: the exercise: the mean of the n squared misses.
"""


def mse(out: Tensor, targ: Tensor) -> Tensor:
    """Average the squared misses: (n, 1), (n,) -> (). Example: [[3.], [1.]], [1., 1.] -> 2.0"""
    return (out[:, 0] - targ).pow(2).mean() / 2
