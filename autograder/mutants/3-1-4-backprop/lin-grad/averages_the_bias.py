"""You average the rows of out.g for b. The paths are added; the 1/n, if there is one, is in out.g already.

Read again: the way back through a layer: follow the paths of one number.
"""


def lin_grad(inp: Tensor, out: Tensor, w: Tensor, b: Tensor) -> None:
    """Walk back through out = inp @ w + b. Example: out.g (3, 2) -> inp.g (3, 5), w.g (5, 2), b.g (2,)"""
    add_g(inp, out.g @ w.T)
    add_g(w, inp.T @ out.g)
    add_g(b, out.g.mean(0))
