"""Folds slice by slice, the way sounds are added one after another."""


def add_two(a, b):
    high, low = torch.maximum(a, b), torch.minimum(a, b)
    gap = torch.where(high.isinf(), torch.zeros_like(high), low - torch.where(high.isinf(), 0.0, high))
    total = high + torch.log1p(torch.exp(gap))
    return torch.where(high.isinf(), high, total)


def logsumexp(x, dim=-1, keepdim=False):
    parts = x.unbind(dim)
    total = parts[0]
    for part in parts[1:]:
        total = add_two(total, part)
    return total.unsqueeze(dim) if keepdim else total
