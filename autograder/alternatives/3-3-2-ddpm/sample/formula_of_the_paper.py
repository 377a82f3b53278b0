"""The step by equation 11, where the guess is within its range; else by the posterior.
"""


def ddpm_step(x: Tensor, t: int, eps: Tensor, z: Tensor, abar: Tensor) -> Tensor:
    before = abar[t - 1] if t > 0 else torch.ones_like(abar[0])
    alpha = abar[t] / before
    guess = (x - torch.sqrt(1 - abar[t]) * eps) / torch.sqrt(abar[t])
    guess = torch.maximum(torch.minimum(guess, torch.ones_like(guess)), -torch.ones_like(guess))
    eps = (x - torch.sqrt(abar[t]) * guess) / torch.sqrt(1 - abar[t])  # the noise that leads there
    mean = (x - (1 - alpha) / torch.sqrt(1 - abar[t]) * eps) / torch.sqrt(alpha)
    if t == 0:
        return mean
    return mean + torch.sqrt((1 - before) / (1 - abar[t]) * (1 - alpha)) * z


def ddpm_sample(model: Any, x: Tensor, noise: Tensor, abar: Tensor) -> list[Tensor]:
    states = [x]
    with torch.no_grad():
        for t in range(len(abar) - 1, -1, -1):
            moment = torch.tensor([t] * len(x), device=x.device)
            states += [ddpm_step(states[-1], t, model(states[-1], moment), noise[t], abar)]
    return states
