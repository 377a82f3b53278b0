"""You write your slopes over those that were there. A layer or a tensor that is used twice loses a path.

Read again: a path gets lost.
"""


def lin_grad(inp: Tensor, out: Tensor, w: Tensor, b: Tensor) -> None:
    """Walk back through out = inp @ w + b. Example: out.g (3, 2) -> inp.g (3, 5), w.g (5, 2), b.g (2,)"""
    inp.g = out.g @ w.T
    w.g = inp.T @ out.g
    b.g = out.g.sum(0)
