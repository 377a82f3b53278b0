"""One unsqueeze after the other.
"""


def noisify(x0: Tensor, t: Tensor, eps: Tensor, abar: Tensor) -> Tensor:
    left = abar.gather(0, t)
    while left.ndim < x0.ndim:
        left = left.unsqueeze(-1)
    return torch.sqrt(left) * x0 + torch.sqrt(1 - left) * eps
