"""no rounding: one more column until all fit"""


def get_grid(n, nrows=None, ncols=None, size=1.5, **kwargs):
    if n < 1:
        raise ValueError("at least one picture")
    given = nrows is not None and ncols is not None
    if nrows is None and ncols is None:
        nrows = 1
        while (nrows + 1) ** 2 <= n:
            nrows += 1
    rows, cols = nrows or 1, ncols or 1
    while rows * cols < n:
        if given:
            raise ValueError("too few places")
        if nrows is None:
            rows += 1
        else:
            cols += 1
    fig, axes = plt.subplots(
        nrows=rows, ncols=cols, figsize=(size * cols, size * rows), squeeze=False, **kwargs
    )
    flat = [axes[i, j] for i in range(rows) for j in range(cols)]
    [ax.set_visible(False) for ax in flat[n:]]
    return fig, tuple(flat[:n])
