"""A step takes a share of what was there before it: divide, do not subtract.

Read again: the definition of abar read backwards.
"""


def cosine_betas(n: int, s: float = 0.008, most: float = 0.999) -> Tensor:
    """Turn the fader at constant speed, in n steps. Example: cosine_betas(2) -> [0.5061, 0.9990]"""
    angles = (torch.arange(n + 1) / n + s) / (1 + s) * math.pi / 2
    f = angles.cos() ** 2
    return (f[:-1] - f[1:]).clamp(max=most)
