"""math.floor, and a check at the end."""


def conv_out(n: int, ks: int, stride: int = 1, pad: int = 0, dilation: int = 1) -> int:
    """Count the stops of a kernel on n pixels. Example: conv_out(28, 3, stride=2, pad=1) -> 14

    Raises ValueError when the kernel does not fit at all.
    """
    covered = dilation * (ks - 1) + 1
    stops = math.floor((n + pad + pad - covered) / stride + 1)
    if covered > n + 2 * pad:
        raise ValueError(n, ks)
    return stops
