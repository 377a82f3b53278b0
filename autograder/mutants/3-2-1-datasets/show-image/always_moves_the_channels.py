"""You move the first axis of every picture with three axes; in (h, w, 3) that is the height.

Read again: the task: the first is the channels if its size is 1, 3 or 4, otherwise the last.
"""


def show_image(
    im: Any, ax: Any = None, title: Any = None, figsize: tuple = (2, 2), **kwargs: Any
) -> Any:
    """Show a picture of any kind without a frame. Example: show_image(torch.rand(3, 28, 28))"""
    if isinstance(im, Tensor):
        im = im.detach().cpu()
        im = im.float() if im.dtype == torch.bfloat16 else im
    pixels = np.asarray(im)
    if not isinstance(im, PIL.Image.Image) and pixels.ndim == 3:
        pixels = np.moveaxis(pixels, 0, -1)
    if ax is None:
        _, ax = plt.subplots(figsize=figsize)
    ax.imshow(pixels, **{"cmap": "gray", **kwargs})
    ax.set_title("" if title is None else title)
    ax.axis("off")
    return ax
