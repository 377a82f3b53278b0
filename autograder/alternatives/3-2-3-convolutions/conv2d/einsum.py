"""einsum over groups and windows."""


def conv2d(
    x: Tensor, w: Tensor, b: Tensor | None = None, stride: int = 1, pad: int = 0, groups: int = 1
) -> Tensor:
    """Slide all kernels over all pictures at once, as F.conv2d.

    Example: x (2, 3, 28, 28), w (16, 3, 5, 5), stride=2, pad=2 -> (2, 16, 14, 14)
    """
    ks = w.shape[2]
    cols = im2col(x, ks, stride, pad).unflatten(1, (groups, -1))
    y = torch.einsum("gfk,ngkl->ngfl", w.flatten(1).unflatten(0, (groups, -1)), cols).flatten(1, 2)
    if b is not None:
        y = y + b[None, :, None]
    return y.unflatten(2, (conv_out(x.shape[2], ks, stride, pad), -1))
