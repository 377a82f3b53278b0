"""A loop over the batch.
"""


def noisify(x0: Tensor, t: Tensor, eps: Tensor, abar: Tensor) -> Tensor:
    mixed = torch.empty_like(x0)
    for i in range(len(x0)):
        left = abar[t[i]]
        mixed[i] = left**0.5 * x0[i] + (1 - left) ** 0.5 * eps[i]
    return mixed
