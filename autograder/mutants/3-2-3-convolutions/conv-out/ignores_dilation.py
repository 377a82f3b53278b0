"""`dilation` is not used: a spread kernel covers more pixels.

Read again: How many stops? what a kernel covers.
"""


def conv_out(n: int, ks: int, stride: int = 1, pad: int = 0, dilation: int = 1) -> int:
    """Count the stops of a kernel on n pixels. Example: conv_out(28, 3, stride=2, pad=1) -> 14

    Raises ValueError when the kernel does not fit at all.
    """
    spare = n + 2 * pad - (ks - 1) - 1
    if spare < 0:
        raise ValueError(f"a kernel of {ks}, dilation {dilation}, on {n} pixels, pad {pad}")
    return spare // stride + 1
