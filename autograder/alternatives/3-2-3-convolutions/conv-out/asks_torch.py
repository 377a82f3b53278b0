"""Lets torch convolve a row of zeros, and asks for the shape."""


def conv_out(n: int, ks: int, stride: int = 1, pad: int = 0, dilation: int = 1) -> int:
    """Count the stops of a kernel on n pixels. Example: conv_out(28, 3, stride=2, pad=1) -> 14

    Raises ValueError when the kernel does not fit at all.
    """
    try:
        y = torch.nn.functional.conv1d(
            torch.zeros(1, 1, n), torch.zeros(1, 1, ks), None, stride, pad, dilation
        )
    except RuntimeError as error:
        raise ValueError("the kernel does not fit") from error
    return y.shape[-1]
