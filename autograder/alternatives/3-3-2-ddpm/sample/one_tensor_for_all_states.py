"""All states in one tensor, coefficients taken once, addcmul.
"""


def coefficients(abar: Tensor) -> Tensor:
    return torch.stack(list(posterior(abar)), dim=1)


def ddpm_step(x: Tensor, t: int, eps: Tensor, z: Tensor, abar: Tensor) -> Tensor:
    a, b, var = coefficients(abar)[t]
    x0 = torch.clamp(guess_x0(x, t, eps, abar), min=-1.0, max=1.0)
    return torch.addcmul(a * x0 + b * x, var**0.5, z)


@torch.inference_mode()
def ddpm_sample(model: Any, x: Tensor, noise: Tensor, abar: Tensor) -> list[Tensor]:
    n = abar.numel()
    states = x.new_empty(n + 1, *x.shape)
    states[0] = x
    for i in range(n):
        t = n - 1 - i
        eps = model(states[i].clone(), torch.full((x.shape[0],), t, dtype=torch.long))
        states[i + 1] = ddpm_step(states[i], t, eps, noise[t], abar)
    return [s.clone() for s in states]
