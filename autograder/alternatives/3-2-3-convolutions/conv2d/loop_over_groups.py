"""A loop over groups, F.linear-like products, concatenated."""


def conv2d(
    x: Tensor, w: Tensor, b: Tensor | None = None, stride: int = 1, pad: int = 0, groups: int = 1
) -> Tensor:
    """Slide all kernels over all pictures at once, as F.conv2d.

    Example: x (2, 3, 28, 28), w (16, 3, 5, 5), stride=2, pad=2 -> (2, 16, 14, 14)
    """
    n, ks = x.shape[0], w.shape[-1]
    parts = [
        kernels.flatten(1) @ im2col(channels, ks, stride, pad)
        for channels, kernels in zip(x.chunk(groups, dim=1), w.chunk(groups, dim=0))
    ]
    high = conv_out(x.shape[2], ks, stride, pad)
    wide = conv_out(x.shape[3], ks, stride, pad)
    y = torch.cat(parts, dim=1).view(n, -1, high, wide)
    if b is not None:
        y = y + b.reshape(1, -1, 1, 1)
    return y
