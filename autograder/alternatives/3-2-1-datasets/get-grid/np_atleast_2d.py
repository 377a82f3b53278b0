"""numpy brings any result of subplots into one row"""


def get_grid(n, nrows=None, ncols=None, size=1.5, **kwargs):
    if n <= 0:
        raise ValueError(n)
    match nrows, ncols:
        case None, None:
            nrows = math.floor(math.sqrt(n))
            ncols = (n + nrows - 1) // nrows
        case None, _:
            nrows = (n + ncols - 1) // ncols
        case _, None:
            ncols = (n + nrows - 1) // nrows
    if n > nrows * ncols:
        raise ValueError("they do not fit")
    fig, axes = plt.subplots(nrows, ncols, **kwargs)
    fig.set_size_inches(ncols * size, nrows * size)
    axes = np.atleast_1d(axes).ravel()
    for ax in axes[n:]:
        ax.set_axis_off()
    return fig, axes[:n]
