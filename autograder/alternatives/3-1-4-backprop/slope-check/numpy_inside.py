"""numpy walks over the places."""


def numeric_slope(f: Callable[[Tensor], Any], x: Tensor, h: float = 1e-5) -> Tensor:
    import numpy as np

    spot = np.array(x.detach().double().numpy())
    slopes = np.zeros_like(spot)
    for place in np.ndindex(*spot.shape):
        here = spot[place]
        spot[place] = here + h
        up = float(f(torch.from_numpy(spot.copy())))
        spot[place] = here - h
        down = float(f(torch.from_numpy(spot.copy())))
        spot[place] = here
        slopes[place] = (up - down) / (2 * h)
    return torch.from_numpy(slopes)


def slopes_agree(f: Callable[[Tensor], Any], x: Tensor, g: Tensor, tol: float = 1e-6) -> bool:
    import numpy as np

    s = numeric_slope(f, x).numpy()
    g = g.detach().numpy()
    return bool(g.shape == s.shape and np.all(np.abs(g - s) <= tol * (1 + np.abs(s))))
