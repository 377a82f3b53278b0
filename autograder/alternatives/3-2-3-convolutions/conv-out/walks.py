"""Walks from stop to stop."""


def conv_out(n: int, ks: int, stride: int = 1, pad: int = 0, dilation: int = 1) -> int:
    """Count the stops of a kernel on n pixels. Example: conv_out(28, 3, stride=2, pad=1) -> 14

    Raises ValueError when the kernel does not fit at all.
    """
    start, stops = -pad, 0
    while start + dilation * (ks - 1) < n + pad:
        stops += 1
        start += stride
    if stops == 0:
        raise ValueError("no stop")
    return stops
