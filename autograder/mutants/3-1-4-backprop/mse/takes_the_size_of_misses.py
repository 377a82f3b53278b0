"""You average the sizes of the misses; their squares were asked for.

Read again: the average of the squared misses.
"""


def mse(out: Tensor, targ: Tensor) -> Tensor:
    """Average the squared misses: (n, 1), (n,) -> (). Example: [[3.], [1.]], [1., 1.] -> 2.0"""
    return (out[:, 0] - targ).abs().mean()
