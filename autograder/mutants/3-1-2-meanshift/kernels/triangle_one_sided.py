"""Without abs a distance of -3 weighs *more* than 0 does: what is to the left gets ever heavier.

Read again: Exercise gaussian and tri: 2 m to the left is as well seen as 2 m to the right.
"""


def gaussian(d: Tensor, bw: float) -> Tensor:
    return torch.exp(-0.5 * (d / bw) ** 2) / (bw * math.sqrt(2 * math.pi))


def tri(d: Tensor, i: float) -> Tensor:
    return (1 - d / i).clamp(min=0) / i
