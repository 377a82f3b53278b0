"""Missing titles are filled up in silence. The text says ValueError: a tool for finding mistakes must not hide one.

Read again: a wall of pictures, with names.
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
    titles = (titles + [None] * len(ims))[: len(ims)]
    _, axes = get_grid(len(ims), nrows, ncols, size)
    for im, ax, title in zip(ims, axes, titles, strict=True):
        show_image(im, ax, title, **kwargs)
