"""Faders first, then einsum along the batch.
"""


def noisify(x0: Tensor, t: Tensor, eps: Tensor, abar: Tensor) -> Tensor:
    picture, snow = abar.sqrt()[t], torch.sqrt(1.0 - abar).index_select(0, t)
    return torch.einsum("b,b...->b...", picture, x0) + torch.einsum("b,b...->b...", snow, eps)
