"""Other letters, capitals and blanks."""


def matmul_einsum(a, b):
    return torch.einsum("r s, s c -> r c", a, b)


def batched_matmul(a, b):
    return torch.einsum("Bij,Bjk->Bik", a, b)


def trace(a):
    return torch.einsum("dd->", a)


def outer(u, v):
    return torch.einsum("a, b -> ab", u, v)


def rowwise_dot(x, y):
    return torch.einsum("ij,ij->i", x, y)


def bilinear(x, w, y):
    return torch.einsum("oij,ni,nj->no", w, x, y)


def attention_scores(q, k):
    return torch.einsum("nqhc,nkhc->nhqk", q, k)
