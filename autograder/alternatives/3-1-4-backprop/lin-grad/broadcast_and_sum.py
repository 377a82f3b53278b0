"""The outer products of each row, added up."""


def lin_grad(inp: Tensor, out: Tensor, w: Tensor, b: Tensor) -> None:
    add_g(w, (inp[:, :, None] * out.g[:, None, :]).sum(0))
    add_g(b, out.g.sum(dim=0))
    add_g(inp, (out.g[:, None, :] * w[None]).sum(-1))
