"""Your bilinear gives x and y two batch letters, so each item of x meets every item of y; item n of x belongs to item n of y.

Read again: "Name the axes": the same letter in two terms moves them together.
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
    return torch.einsum("nd,nd->n", x, y)


def bilinear(x: Tensor, w: Tensor, y: Tensor) -> Tensor:
    return torch.einsum("np,opq,mq->no", x, w, y)


def attention_scores(q: Tensor, k: Tensor) -> Tensor:
    return torch.einsum("bqhd,bkhd->bhqk", q, k)
