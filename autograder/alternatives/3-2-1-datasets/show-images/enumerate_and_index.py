"""by number"""


def show_images(ims, titles=None, nrows=None, ncols=None, size=1.5, **kwargs):
    ims = [im for im in ims]
    if titles is not None:
        titles = [t for t in titles]
        if len(ims) != len(titles):
            raise ValueError("one title for each picture")
    fig, axes = get_grid(len(ims), nrows=nrows, ncols=ncols, size=size)
    for i, im in enumerate(ims):
        show_image(im, ax=axes[i], title=None if titles is None else titles[i], **kwargs)
