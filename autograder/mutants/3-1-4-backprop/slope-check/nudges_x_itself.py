"""You nudge in place. Where x is float64 already, `.double()` is no copy, and the caller's x moves away.

Read again: the exercise: x stays as it is.
"""


def numeric_slope(f: Callable[[Tensor], Any], x: Tensor, h: float = 1e-5) -> Tensor:
    """Nudge each number of x both ways. Example: lambda x: (x**2).sum(), [1., 3.] -> [2., 6.]"""
    x = x.detach().double()
    slopes = torch.zeros_like(x)
    for place in torch.ones_like(x).nonzero().tolist():
        at = tuple(place)
        x[at] += h
        up = f(x)
        x[at] -= 2 * h
        slopes[at] = (up - f(x)) / (2 * h)
    return slopes


def slopes_agree(f: Callable[[Tensor], Any], x: Tensor, g: Tensor, tol: float = 1e-6) -> bool:
    """Tell whether g is the slope of f at x. Example: (x**2).sum() at [3.], g [3.] -> False"""
    slopes = numeric_slope(f, x)
    if g.shape != slopes.shape:
        return False
    return bool(((g - slopes).abs() <= tol * (1 + slopes.abs())).all())
