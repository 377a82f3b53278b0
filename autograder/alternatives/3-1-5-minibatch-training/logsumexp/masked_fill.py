"""The infinite maxima are filled with 0 by masked_fill."""


def logsumexp(x, dim=-1, keepdim=False):
    m = x.max(dim=dim, keepdim=True).values
    m = m.masked_fill(m.isinf(), 0)
    s = (x - m).exp().sum(dim=dim, keepdim=True).log() + m
    if not keepdim:
        s = s.squeeze(dim)
    return s
