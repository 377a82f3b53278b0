"""The share of the power is the square of the cosine.

Read again: the faders are on the circle, abar is a power.
"""


def cosine_betas(n: int, s: float = 0.008, most: float = 0.999) -> Tensor:
    """Turn the fader at constant speed, in n steps. Example: cosine_betas(2) -> [0.5061, 0.9990]"""
    angles = (torch.arange(n + 1) / n + s) / (1 + s) * math.pi / 2
    f = angles.cos()
    return (1 - f[1:] / f[:-1]).clamp(max=most)
