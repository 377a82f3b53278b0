"""Index tensors for rows and columns, one gather."""


def im2col(x: Tensor, ks: int, stride: int = 1, pad: int = 0) -> Tensor:
    """Lay out all windows as columns: (n, c, h, w) -> (n, c * ks * ks, L).

    Example: (2, 3, 28, 28), ks=5, stride=2, pad=2 -> (2, 75, 196). As F.unfold.
    """
    n, c, h, w = x.shape
    rows, cols = conv_out(h, ks, stride, pad), conv_out(w, ks, stride, pad)
    i = torch.arange(rows)[:, None] * stride + torch.arange(ks)
    j = torch.arange(cols)[:, None] * stride + torch.arange(ks)
    windows = F.pad(x, (pad,) * 4)[:, :, i[:, None, :, None], j[None, :, None, :]]
    return windows.permute(0, 1, 4, 5, 2, 3).reshape(n, c * ks * ks, -1)
