"""w.g uses the outputs in the place of their slopes: multiply along the path, by what is behind.

Read again: the way back through a layer: follow the paths of one number.
"""


def lin_grad(inp: Tensor, out: Tensor, w: Tensor, b: Tensor) -> None:
    """Walk back through out = inp @ w + b. Example: out.g (3, 2) -> inp.g (3, 5), w.g (5, 2), b.g (2,)"""
    add_g(inp, out.g @ w.T)
    add_g(w, inp.T @ out)
    add_g(b, out.g.sum(0))
