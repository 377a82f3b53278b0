"""One index over the flattened x."""


def numeric_slope(f: Callable[[Tensor], Any], x: Tensor, h: float = 1e-5) -> Tensor:
    flat = x.detach().double().flatten()
    slopes = torch.empty_like(flat)
    for i in range(len(flat)):
        up, down = flat.clone(), flat.clone()
        up[i] += h
        down[i] -= h
        slopes[i] = (float(f(up.reshape(x.shape))) - float(f(down.reshape(x.shape)))) / (2 * h)
    return slopes.reshape(x.shape)


def slopes_agree(f: Callable[[Tensor], Any], x: Tensor, g: Tensor, tol: float = 1e-6) -> bool:
    if g.shape != x.shape:
        return False
    for s, mine in zip(numeric_slope(f, x).flatten().tolist(), g.flatten().tolist()):
        if not abs(s - mine) <= tol * (1 + abs(s)):
            return False
    return True
