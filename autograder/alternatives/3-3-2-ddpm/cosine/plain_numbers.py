"""Value by value with math.cos, as the paper has it.
"""


def cosine_betas(n: int, s: float = 0.008, most: float = 0.999) -> Tensor:
    def left(u: float) -> float:
        return math.cos((u + s) / (1 + s) * math.pi / 2) ** 2

    return torch.tensor([min(1 - left((i + 1) / n) / left(i / n), most) for i in range(n)])
