"""The half in the exponent is missing: the bell is too narrow, by the factor √2, and its area is not 1.

Read again: Two kinds of fog: minus one half of (d / bw) squared.
"""


def gaussian(d: Tensor, bw: float) -> Tensor:
    return torch.exp(-((d / bw) ** 2)) / (bw * math.sqrt(2 * math.pi))


def tri(d: Tensor, i: float) -> Tensor:
    return (1 - d.abs() / i).clamp(min=0) / i
