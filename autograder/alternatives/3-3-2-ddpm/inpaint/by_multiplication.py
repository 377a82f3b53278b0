"""A mask of zeros and ones, multiplied.
"""


def inpaint(
    model: Any, known: Tensor, mask: Tensor, x: Tensor, noise: Tensor, renoise: Tensor, abar: Tensor
) -> Tensor:
    m = mask.to(x.dtype)
    with torch.no_grad():
        for t in range(len(abar) - 1, -1, -1):
            now = torch.full((len(x),), t)
            x = m * noisify(known, now, renoise[t], abar) + (1 - m) * x
            x = ddpm_step(x, t, model(x, now), noise[t], abar)
    return m * known + (1 - m) * x
