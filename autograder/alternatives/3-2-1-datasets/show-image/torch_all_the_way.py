"""everything becomes a tensor first"""


def show_image(im, ax=None, title=None, figsize=(2, 2), **kwargs):
    channels_first = not hasattr(im, "getbands")
    x = im.detach().cpu() if torch.is_tensor(im) else torch.from_numpy(np.array(im))
    if x.dtype is torch.bfloat16:
        x = x.to(torch.float32)
    if channels_first and x.dim() == 3 and x.size(0) in {1, 3, 4}:
        x = x.permute(1, 2, 0)
    if x.dim() == 3 and x.size(-1) == 1:
        x = x[..., 0]
    ax = plt.figure(figsize=figsize).add_subplot() if ax is None else ax
    kwargs.setdefault("cmap", "gray")
    ax.imshow(x.numpy(), **kwargs)
    if title is not None:
        ax.set_title(str(title))
    ax.set_axis_off()
    return ax
