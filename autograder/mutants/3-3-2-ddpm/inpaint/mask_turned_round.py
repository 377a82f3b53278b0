"""What is known is drawn, what is drawn is replaced.

Read again: True where the picture is known.
"""


@torch.no_grad()
def inpaint(
    model: Any, known: Tensor, mask: Tensor, x: Tensor, noise: Tensor, renoise: Tensor, abar: Tensor
) -> Tensor:
    """Draw what mask leaves open, (B, ...). Example: mask all True -> known; all False -> ddpm_sample(...)[-1]"""
    for t in reversed(range(len(abar))):
        ts = torch.full((len(x),), t, device=x.device)
        x = torch.where(mask, x, noisify(known, ts, renoise[t], abar))
        x = ddpm_step(x, t, model(x, ts), noise[t], abar)
    return torch.where(mask, x, known)
