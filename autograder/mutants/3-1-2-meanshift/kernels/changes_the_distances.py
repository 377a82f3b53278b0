"""`clamp_`, `abs_` and `/=` change d itself, and d belongs to your caller. Leave the underscore away.

Read again: Exercise gaussian and tri: a function computes from its input, it does not eat it.
"""


def gaussian(d: Tensor, bw: float) -> Tensor:
    return torch.exp(-0.5 * (d / bw) ** 2) / (bw * math.sqrt(2 * math.pi))


def tri(d: Tensor, i: float) -> Tensor:
    d.abs_()
    return (1 - d / i).clamp(min=0) / i
