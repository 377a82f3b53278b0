"""Rearranges by transpose and new axes before or after the call."""


def matmul_einsum(a: Tensor, b: Tensor) -> Tensor:
    return torch.einsum("ik,jk->ij", a, b.T)


def batched_matmul(a: Tensor, b: Tensor) -> Tensor:
    out = torch.einsum("bik,bkj->ijb", a, b)
    return out.permute(2, 0, 1)


def trace(a: Tensor) -> Tensor:
    return torch.einsum("i->", a.diagonal())


def outer(u: Tensor, v: Tensor) -> Tensor:
    return torch.einsum("ix,xj->ij", u[:, None], v[None])


def rowwise_dot(x: Tensor, y: Tensor) -> Tensor:
    return torch.einsum("dn,dn->n", x.T, y.T)


def bilinear(x: Tensor, w: Tensor, y: Tensor) -> Tensor:
    return torch.einsum("np,nq,opq->on", x, y, w).T


def attention_scores(q: Tensor, k: Tensor) -> Tensor:
    return torch.einsum("bhqd,bhkd->bhqk", q.transpose(1, 2), k.transpose(1, 2))
