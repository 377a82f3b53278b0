"""the channels are taken apart and stacked behind one another"""


def show_image(im, ax=None, title=None, figsize=(2, 2), **kwargs):
    a = im
    if isinstance(im, torch.Tensor):
        a = np.array(im.detach().cpu().float().tolist()) if im.is_floating_point() else im.cpu().numpy()
    elif not isinstance(im, np.ndarray):
        a = np.array(im)
    pil = isinstance(im, PIL.Image.Image)
    if a.ndim == 3 and not pil and len(a) in (1, 3, 4):
        a = np.stack(list(a), axis=2)
    if ax is None:
        ax = plt.subplots(1, 1, figsize=figsize)[1]
    ax.imshow(a, cmap=kwargs.pop("cmap", "gray"), **kwargs)
    ax.set_title(title if title is not None else None)
    ax.axis("off")
    return ax
