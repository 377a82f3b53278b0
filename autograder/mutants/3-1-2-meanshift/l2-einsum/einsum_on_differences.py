"""You made the table of all differences and gave it to einsum: the memory is what the identity was to save.

Read again: Exercise l2_einsum: no table of n × m × d numbers, ever.
"""


def l2_einsum(x: Tensor, X: Tensor) -> Tensor:
    diff = x[:, None] - X
    return torch.einsum("nmd,nmd->nm", diff, diff).clamp(min=0).sqrt()
