"""The known half is put in behind the step, with the noise of the moment that is over.

Read again: before each step.
"""


@torch.no_grad()
def inpaint(
    model: Any, known: Tensor, mask: Tensor, x: Tensor, noise: Tensor, renoise: Tensor, abar: Tensor
) -> Tensor:
    """Draw what mask leaves open, (B, ...). Example: mask all True -> known; all False -> ddpm_sample(...)[-1]"""
    for t in reversed(range(len(abar))):
        ts = torch.full((len(x),), t, device=x.device)
        x = ddpm_step(x, t, model(x, ts), noise[t], abar)
        x = torch.where(mask, noisify(known, ts, renoise[t], abar), x)
    return torch.where(mask, known, x)
