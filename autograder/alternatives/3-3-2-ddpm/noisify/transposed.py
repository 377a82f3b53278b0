"""Axes turned so that the batch is last and broadcasting does the rest.
"""


def noisify(x0: Tensor, t: Tensor, eps: Tensor, abar: Tensor) -> Tensor:
    angle = abar[t].sqrt().clamp(max=1).acos()
    mixed = angle.cos() * x0.movedim(0, -1) + angle.sin() * eps.movedim(0, -1)
    return mixed.movedim(-1, 0).contiguous()
