"""the strict zip does the refusing"""


def show_images(ims, titles=None, nrows=None, ncols=None, size=1.5, **kwargs):
    from itertools import repeat

    ims = tuple(ims)
    titles = repeat(None, len(ims)) if titles is None else titles
    pairs = list(zip(ims, titles, strict=True))
    axes = iter(get_grid(len(pairs), nrows, ncols, size)[1])
    for im, title in pairs:
        show_image(im, next(axes), title, **kwargs)
