"""A tiny floor below the root."""


def pairwise(a, b):
    diff = a.unsqueeze(1) - b.unsqueeze(0)
    return (diff * diff).sum(-1).clamp_min(1e-12).sqrt()
