"""A tiny number added below the root."""


def pairwise(a, b):
    return torch.sqrt(((a[:, None, :] - b[None, :, :]) ** 2).sum(2) + 1e-11)
