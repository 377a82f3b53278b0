"""numpy, and a cap by a mask.
"""


def cosine_betas(n: int, s: float = 0.008, most: float = 0.999) -> Tensor:
    import numpy as np

    f = np.cos((np.arange(n + 1) / n + s) / (1 + s) * np.pi / 2) ** 2
    betas = 1 - f[1:] / f[:-1]
    betas[betas > most] = most
    return torch.tensor(betas, dtype=torch.float32)
