"""plt.subplots gives bare axes, a row of them or a table; a flat list of n axes is asked for, whatever n is.

Read again: three shapes of result from one function.
"""


def get_grid(
    n: int, nrows: int | None = None, ncols: int | None = None, size: float = 1.5, **kwargs: Any
) -> tuple[Any, list[Any]]:
    """Make a figure with n axes, nearly square. Example: get_grid(7) -> figure of 2 x 4, 7 axes"""
    if n < 1:
        raise ValueError(f"a grid for {n} pictures: there must be at least one")
    if nrows is None:
        nrows = math.isqrt(n) if ncols is None else math.ceil(n / ncols)
    if ncols is None:
        ncols = math.ceil(n / nrows)
    if nrows * ncols < n:
        raise ValueError(f"{n} pictures do not fit into {nrows} x {ncols} places")
    return plt.subplots(nrows, ncols, figsize=(ncols * size, nrows * size), **kwargs)
