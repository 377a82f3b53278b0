"""A generator that yields the states.
"""


def ddpm_step(x: Tensor, t: int, eps: Tensor, z: Tensor, abar: Tensor) -> Tensor:
    shares = posterior(abar)
    x0 = guess_x0(x, t, eps, abar)
    x0 = torch.where(x0 > 1, 1.0, torch.where(x0 < -1, -1.0, x0)).to(x.dtype)
    mean = shares[0][t] * x0 + shares[1][t] * x
    return mean if t == 0 else mean + z * shares[2][t].sqrt()


def walk_back(model: Any, x: Tensor, noise: Tensor, abar: Tensor) -> Any:
    yield x
    for t in torch.arange(len(abar)).flip(0).tolist():
        with torch.no_grad():
            x = ddpm_step(x, t, model(x, t + torch.zeros(len(x), dtype=torch.int64)), noise[t], abar)
        yield x


def ddpm_sample(model: Any, x: Tensor, noise: Tensor, abar: Tensor) -> list[Tensor]:
    return list(walk_back(model, x, noise, abar))
