"""You average the differences. Among many right numbers one wrong one disappears, and errors of different sign cancel.

Read again: the exercise: every number of it.
"""


def numeric_slope(f: Callable[[Tensor], Any], x: Tensor, h: float = 1e-5) -> Tensor:
    """Nudge each number of x both ways. Example: lambda x: (x**2).sum(), [1., 3.] -> [2., 6.]"""
    x = x.detach().double()
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
    return bool((g - slopes).mean().abs() <= tol)
