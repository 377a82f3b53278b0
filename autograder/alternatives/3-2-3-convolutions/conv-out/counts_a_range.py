"""The length of a range of starts."""


def conv_out(n: int, ks: int, stride: int = 1, pad: int = 0, dilation: int = 1) -> int:
    """Count the stops of a kernel on n pixels. Example: conv_out(28, 3, stride=2, pad=1) -> 14

    Raises ValueError when the kernel does not fit at all.
    """
    stops = len(range(0, n + 2 * pad - dilation * (ks - 1), stride))
    if not stops:
        raise ValueError("the kernel does not fit")
    return stops
