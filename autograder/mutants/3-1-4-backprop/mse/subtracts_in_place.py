"""`-=` on a view of `out` changes the answers themselves, which the way back still needs.

Read again: the exercise.
"""


def mse(out: Tensor, targ: Tensor) -> Tensor:
    miss = out[:, 0]
    miss -= targ
    return miss.pow(2).mean()
