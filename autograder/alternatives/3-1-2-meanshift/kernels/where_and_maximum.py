"""Conditions and named constants."""

ROOT = (2 * math.pi) ** 0.5


def gaussian(d, bw):
    z = d / bw
    return 1 / (bw * ROOT) * (-z * z / 2).exp()


def tri(d, i):
    return torch.where(d.abs() < i, (i - d.abs()) / i**2, torch.zeros_like(d))
