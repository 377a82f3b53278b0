"""a function that makes the array, and one that draws; tried out at once, and the figure left open"""


def as_array(im):
    if isinstance(im, PIL.Image.Image):
        return np.array(im)
    if isinstance(im, torch.Tensor):
        im = im.detach().to("cpu")
        im = im.double() if im.is_floating_point() else im
        im = im.numpy()
    if im.ndim == 3 and im.shape[0] in (1, 3, 4):
        im = np.transpose(im, (1, 2, 0))
    return im


def show_image(im, ax=None, title=None, figsize=(2, 2), **kwargs):
    if ax is None:
        fig = plt.figure(figsize=figsize)
        ax = fig.gca()
    options = dict(cmap="gray")
    options.update(kwargs)
    ax.imshow(as_array(im), **options)
    ax.set(title="" if title is None else f"{title}")
    ax.axis(False)
    return ax


show_image(torch.rand(3, 4, 5), title="a try")
