"""One flat index into the flattened picture."""


def im2col(x: Tensor, ks: int, stride: int = 1, pad: int = 0) -> Tensor:
    """Lay out all windows as columns: (n, c, h, w) -> (n, c * ks * ks, L).

    Example: (2, 3, 28, 28), ks=5, stride=2, pad=2 -> (2, 75, 196). As F.unfold.
    """
    n, c, h, w = x.shape
    high, wide = conv_out(h, ks, stride, pad), conv_out(w, ks, stride, pad)
    width = w + 2 * pad
    weight = (torch.arange(ks)[:, None] * width + torch.arange(ks)).flatten()
    window = (torch.arange(high)[:, None] * width + torch.arange(wide)).flatten() * stride
    flat = F.pad(x, [pad] * 4).flatten(2)
    return flat[:, :, weight[:, None] + window].flatten(1, 2)
