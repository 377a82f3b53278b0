"""Your triangle is 1 high at its top, so its area is i. It must be 1/i high.

Read again: Two kinds of fog: a triangle 2i wide and 1/i high has the area 1.
"""


def gaussian(d: Tensor, bw: float) -> Tensor:
    return torch.exp(-0.5 * (d / bw) ** 2) / (bw * math.sqrt(2 * math.pi))


def tri(d: Tensor, i: float) -> Tensor:
    return (i - d.abs()).clamp(min=0) / i
