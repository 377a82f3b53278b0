"""The last picture is missing: range(len(ims) - 1) stops before it.

Read again: the seventh picture.
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
    for i in range(max(len(ims) - 1, 1)):
        show_image(ims[i], axes[i], titles[i], **kwargs)
