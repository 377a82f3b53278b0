"""You divide d² by bw, not by bw². Then bw is a variance, in square metres, and no longer how far one sees.

Read again: Two kinds of fog: the quotient d / bw is squared as a whole.
"""


def gaussian(d: Tensor, bw: float) -> Tensor:
    return torch.exp(-0.5 * d**2 / bw) / math.sqrt(2 * math.pi * bw)


def tri(d: Tensor, i: float) -> Tensor:
    return (1 - d.abs() / i).clamp(min=0) / i
