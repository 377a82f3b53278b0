"""Your bell has the height 1 at its top whatever its width, so the area under it grows with bw. Divide by bw · √(2π).

Read again: Two kinds of fog: a kernel is one sheep, smeared out, with the area 1.
"""


def gaussian(d: Tensor, bw: float) -> Tensor:
    return torch.exp(-0.5 * (d / bw) ** 2)


def tri(d: Tensor, i: float) -> Tensor:
    return (1 - d.abs() / i).clamp(min=0) / i
