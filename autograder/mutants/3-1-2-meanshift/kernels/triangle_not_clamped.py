"""Beyond i your triangle goes on falling, below 0: sheep out of sight push instead of pulling. Cut it at 0.

Read again: Two kinds of fog: a negative weight.
"""


def gaussian(d: Tensor, bw: float) -> Tensor:
    return torch.exp(-0.5 * (d / bw) ** 2) / (bw * math.sqrt(2 * math.pi))


def tri(d: Tensor, i: float) -> Tensor:
    return (1 - d.abs() / i) / i
