"""You write both matrix products with `@`: right numbers, but these puzzles are there to read and write einsum's letters.

Read again: "Name the axes": each body is one call of torch.einsum.
"""


def matmul_einsum(a: Tensor, b: Tensor) -> Tensor:
    return a @ b


def batched_matmul(a: Tensor, b: Tensor) -> Tensor:
    return a @ b


def trace(a: Tensor) -> Tensor:
    return torch.einsum("ii->", a)


def outer(u: Tensor, v: Tensor) -> Tensor:
    return torch.einsum("i,j->ij", u, v)


def rowwise_dot(x: Tensor, y: Tensor) -> Tensor:
    return torch.einsum("nd,nd->n", x, y)


def bilinear(x: Tensor, w: Tensor, y: Tensor) -> Tensor:
    return torch.einsum("np,opq,nq->no", x, w, y)


def attention_scores(q: Tensor, k: Tensor) -> Tensor:
    return torch.einsum("bqhd,bkhd->bhqk", q, k)
