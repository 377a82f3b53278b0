"""You take the mean first and square it: misses of +1 and -1 cancel and count as none.

Read again: the average of the squared misses.
"""


def mse(out: Tensor, targ: Tensor) -> Tensor:
    """Average the squared misses: (n, 1), (n,) -> (). Example: [[3.], [1.]], [1., 1.] -> 2.0"""
    return (out[:, 0] - targ).mean().pow(2)
