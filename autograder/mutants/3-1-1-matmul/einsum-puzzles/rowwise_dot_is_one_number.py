"""Your rowwise_dot sums over the rows too and gives one number; the row letter has to stay on the right.

Read again: "Name the axes": what is missing right of -> is summed.
"""


def matmul_einsum(a: Tensor, b: Tensor) -> Tensor:
    return torch.einsum("ik,kj->ij", a, b)


def batched_matmul(a: Tensor, b: Tensor) -> Tensor:
    return torch.einsum("bik,bkj->bij", a, b)


def trace(a: Tensor) -> Tensor:
    return torch.einsum("ii->", a)


def outer(u: Tensor, v: Tensor) -> Tensor:
    return torch.einsum("i,j->ij", u, v)


def rowwise_dot(x: Tensor, y: Tensor) -> Tensor:
    return torch.einsum("nd,nd->", x, y)


def bilinear(x: Tensor, w: Tensor, y: Tensor) -> Tensor:
    return torch.einsum("np,opq,nq->no", x, w, y)


def attention_scores(q: Tensor, k: Tensor) -> Tensor:
    return torch.einsum("bqhd,bkhd->bhqk", q, k)
