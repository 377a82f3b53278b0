"""You turn the distances into float32: whoever computes in float64 loses half of the digits.

Read again: Exercise gaussian and tri: the result has the dtype of d.
"""


def gaussian(d: Tensor, bw: float) -> Tensor:
    return torch.exp(-0.5 * (d.float() / bw) ** 2) / (bw * math.sqrt(2 * math.pi))


def tri(d: Tensor, i: float) -> Tensor:
    return (1 - d.abs() / i).clamp(min=0) / i
