"""Three einsums, one letter a path."""


def lin_grad(inp: Tensor, out: Tensor, w: Tensor, b: Tensor) -> None:
    add_g(inp, torch.einsum("nj,ij->ni", out.g, w))
    add_g(w, torch.einsum("ni,nj->ij", inp, out.g))
    add_g(b, torch.einsum("nj->j", out.g))
