"""The network never sees the known half.

Read again: before every step put the known half where it belongs.
"""


@torch.no_grad()
def inpaint(
    model: Any, known: Tensor, mask: Tensor, x: Tensor, noise: Tensor, renoise: Tensor, abar: Tensor
) -> Tensor:
    """Draw what mask leaves open, (B, ...). Example: mask all True -> known; all False -> ddpm_sample(...)[-1]"""
    for t in reversed(range(len(abar))):
        ts = torch.full((len(x),), t, device=x.device)
        x = ddpm_step(x, t, model(x, ts), noise[t], abar)
    return torch.where(mask, known, x)
