"""Where not one stop fits you return 0 or less. Raise ValueError.

Read again: the task of `conv_out`: where not a single stop fits.
"""


def conv_out(n: int, ks: int, stride: int = 1, pad: int = 0, dilation: int = 1) -> int:
    """Count the stops of a kernel on n pixels. Example: conv_out(28, 3, stride=2, pad=1) -> 14

    Raises ValueError when the kernel does not fit at all.
    """
    spare = n + 2 * pad - dilation * (ks - 1) - 1
    return spare // stride + 1
