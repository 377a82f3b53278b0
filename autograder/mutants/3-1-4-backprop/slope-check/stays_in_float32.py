"""x stays in float32, and rounding eats the slope.

Read again: a slope, by nudging: rounding, the bend, and both ways.
"""


def numeric_slope(f: Callable[[Tensor], Any], x: Tensor, h: float = 1e-5) -> Tensor:
    """Nudge each number of x both ways. Example: lambda x: (x**2).sum(), [1., 3.] -> [2., 6.]"""
    x = x.detach()
    slopes = torch.zeros_like(x)
    for place in torch.ones_like(x).nonzero().tolist():
        nudge = torch.zeros_like(x)
        nudge[tuple(place)] = h
        slopes[tuple(place)] = (f(x + nudge) - f(x - nudge)) / (2 * h)
    return slopes


def slopes_agree(f: Callable[[Tensor], Any], x: Tensor, g: Tensor, tol: float = 1e-6) -> bool:
    """Tell whether g is the slope of f at x. Example: (x**2).sum() at [3.], g [3.] -> False"""
    slopes = numeric_slope(f, x)
    if g.shape != slopes.shape:
        return False
    return bool(((g - slopes).abs() <= tol * (1 + slopes.abs())).all())
