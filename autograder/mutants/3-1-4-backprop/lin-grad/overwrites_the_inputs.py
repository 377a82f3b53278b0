"""You add for w and b, but inp.g is overwritten: where the input goes into two layers, the path through one is lost.

Read again: a path gets lost.
"""


def lin_grad(inp: Tensor, out: Tensor, w: Tensor, b: Tensor) -> None:
    """Walk back through out = inp @ w + b. Example: out.g (3, 2) -> inp.g (3, 5), w.g (5, 2), b.g (2,)"""
    inp.g = out.g @ w.T
    add_g(w, inp.T @ out.g)
    add_g(b, out.g.sum(0))
