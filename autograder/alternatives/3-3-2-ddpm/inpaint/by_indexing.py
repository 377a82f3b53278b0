"""The mask spread out, and written through.
"""


@torch.no_grad()
def inpaint(
    model: Any, known: Tensor, mask: Tensor, x: Tensor, noise: Tensor, renoise: Tensor, abar: Tensor
) -> Tensor:
    where = mask.expand(x.shape)
    x = x.clone()
    for t in reversed(range(len(abar))):
        spoilt = abar[t].sqrt() * known + (1 - abar[t]).sqrt() * renoise[t]
        x[where] = spoilt[where]
        x = ddpm_step(x, t, model(x.clone(), torch.full((len(x),), t)), noise[t], abar)
    x[where] = known[where]
    return x
