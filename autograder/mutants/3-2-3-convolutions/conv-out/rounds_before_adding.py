"""You divide n by the stride first, and round too early: round once, at the end.

Read again: How many stops? everything above the line of the fraction belongs together.
"""


def conv_out(n: int, ks: int, stride: int = 1, pad: int = 0, dilation: int = 1) -> int:
    """Count the stops of a kernel on n pixels. Example: conv_out(28, 3, stride=2, pad=1) -> 14

    Raises ValueError when the kernel does not fit at all.
    """
    spare = n + 2 * pad - dilation * (ks - 1) - 1
    if spare < 0:
        raise ValueError(f"a kernel of {ks}, dilation {dilation}, on {n} pixels, pad {pad}")
    return (n + 2 * pad) // stride - (dilation * (ks - 1)) // stride
