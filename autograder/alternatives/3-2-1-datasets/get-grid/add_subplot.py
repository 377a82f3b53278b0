"""one place after the other, no array and nothing to remove"""


def get_grid(n, nrows=None, ncols=None, size=1.5, **kwargs):
    if n < 1 or (nrows and ncols and nrows * ncols < n):
        raise ValueError("no place for all")
    if not nrows and not ncols:
        nrows = int(n**0.5)
    nrows = nrows or -(-n // ncols)
    ncols = ncols or -(-n // nrows)
    sharex, sharey = kwargs.pop("sharex", False), kwargs.pop("sharey", False)
    fig = plt.figure(figsize=(ncols * size, nrows * size), **kwargs)
    axes = []
    for i in range(n):
        first = axes[0] if axes else None
        share = {"sharex": first if sharex else None, "sharey": first if sharey else None}
        axes.append(fig.add_subplot(nrows, ncols, i + 1, **share))
    return fig, axes
