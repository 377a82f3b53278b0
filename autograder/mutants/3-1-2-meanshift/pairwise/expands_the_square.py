"""You used p² - 2pq + q². Far from the origin these are large numbers, nearly equal, and their difference has lost its digits.

Read again: Exercise pairwise: take differences before you square.
"""


def pairwise(a: Tensor, b: Tensor) -> Tensor:
    squares = (a * a).sum(1)[:, None] - 2 * a @ b.T + (b * b).sum(1)
    apart = squares > 1e-9
    return torch.where(apart, squares, 1).sqrt() * apart
