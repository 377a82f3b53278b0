"""A loop over the pictures."""


def mse(out: Tensor, targ: Tensor) -> Tensor:
    total = torch.zeros((), dtype=out.dtype)
    for o, t in zip(out, targ):
        total = total + (o[0] - t) ** 2
    return total / len(targ)
