"""In place, on a copy, with the norm for the spread."""


def standardize(x: Tensor, dim: int = -1) -> Tensor:
    z = x.clone()
    z -= z.mean(dim, keepdim=True)
    z /= z.norm(dim=dim, keepdim=True)
    z *= x.shape[dim] ** 0.5
    return z
