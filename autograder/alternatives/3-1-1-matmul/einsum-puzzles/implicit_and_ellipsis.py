"""Implicit right sides where they are right, ellipses, and a second name for the function."""
from torch import einsum


def matmul_einsum(a: Tensor, b: Tensor) -> Tensor:
    return einsum("ij,jk", a, b)


def batched_matmul(a: Tensor, b: Tensor) -> Tensor:
    return einsum("...ij,...jk->...ik", a, b)


def trace(a: Tensor) -> Tensor:
    return einsum("ii", a)


def outer(u: Tensor, v: Tensor) -> Tensor:
    return einsum("i,j", u, v)


def rowwise_dot(x: Tensor, y: Tensor) -> Tensor:
    return einsum("...d,...d->...", x, y)


def bilinear(x: Tensor, w: Tensor, y: Tensor) -> Tensor:
    return einsum("np,opq,nq->no", [x, w, y])


def attention_scores(q: Tensor, k: Tensor) -> Tensor:
    return einsum("bqhd,bkhd->bhqk", q, k)
