"""its own subplots, none of the other functions"""


def show_images(ims, titles=None, nrows=None, ncols=None, size=1.5, **kwargs):
    ims = list(ims)
    n = len(ims)
    names = [""] * n if titles is None else [str(title) for title in titles]
    if len(names) != n:
        raise ValueError(f"{n} pictures, {len(names)} titles")
    if nrows is None:
        nrows = math.isqrt(n) if ncols is None else -(-n // ncols)
    ncols = ncols or -(-n // nrows)
    fig = plt.figure(figsize=(ncols * size, nrows * size))
    for place, (im, name) in enumerate(zip(ims, names), start=1):
        ax = fig.add_subplot(nrows, ncols, place)
        ax.imshow(np.asarray(im).squeeze(), **{"cmap": "gray", **kwargs})
        ax.set_title(name)
        ax.axis("off")
