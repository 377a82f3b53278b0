"""reshape cuts the pixels up anew; the channels become last by moving the axis, moveaxis or permute.

Read again: look at it: the cat that is nine cats.
"""


def show_image(
    im: Any, ax: Any = None, title: Any = None, figsize: tuple = (2, 2), **kwargs: Any
) -> Any:
    """Show a picture of any kind without a frame. Example: show_image(torch.rand(3, 28, 28))"""
    if isinstance(im, Tensor):
        im = im.detach().cpu()
        im = im.float() if im.dtype == torch.bfloat16 else im
    pixels = np.asarray(im)
    if not isinstance(im, PIL.Image.Image) and pixels.ndim == 3 and pixels.shape[0] in (1, 3, 4):
        pixels = pixels.reshape(*pixels.shape[1:], -1)
    if ax is None:
        _, ax = plt.subplots(figsize=figsize)
    ax.imshow(pixels, **{"cmap": "gray", **kwargs})
    ax.set_title("" if title is None else title)
    ax.axis("off")
    return ax
