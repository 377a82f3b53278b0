"""Your outer puts v's numbers into the rows; u comes first, so its letter gives the rows.

Read again: "Name the axes": the right side gives the order of the axes.
"""


def matmul_einsum(a: Tensor, b: Tensor) -> Tensor:
    return torch.einsum("ik,kj->ij", a, b)


def batched_matmul(a: Tensor, b: Tensor) -> Tensor:
    return torch.einsum("bik,bkj->bij", a, b)


def trace(a: Tensor) -> Tensor:
    return torch.einsum("ii->", a)


def outer(u: Tensor, v: Tensor) -> Tensor:
    return torch.einsum("i,j->ji", u, v)


def rowwise_dot(x: Tensor, y: Tensor) -> Tensor:
    return torch.einsum("nd,nd->n", x, y)


def bilinear(x: Tensor, w: Tensor, y: Tensor) -> Tensor:
    return torch.einsum("np,opq,nq->no", x, w, y)


def attention_scores(q: Tensor, k: Tensor) -> Tensor:
    return torch.einsum("bqhd,bkhd->bhqk", q, k)
