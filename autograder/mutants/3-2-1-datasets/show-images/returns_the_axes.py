"""You return the axes: the last line of a cell then prints them all. The figure is what counts.

Read again: the task: and returns nothing.
"""


def show_images(
    ims: Iterable[Any],
    titles: Iterable[Any] | None = None,
    nrows: int | None = None,
    ncols: int | None = None,
    size: float = 1.5,
    **kwargs: Any,
) -> None:
    """Show pictures in one grid. Example: show_images(xb, titles=["boot", "bag"], nrows=1)"""
    ims = list(ims)
    titles = [None] * len(ims) if titles is None else list(titles)
    if len(titles) != len(ims):
        raise ValueError(f"{len(ims)} pictures and {len(titles)} titles")
    _, axes = get_grid(len(ims), nrows, ncols, size)
    for im, ax, title in zip(ims, axes, titles, strict=True):
        show_image(im, ax, title, **kwargs)
    return axes
