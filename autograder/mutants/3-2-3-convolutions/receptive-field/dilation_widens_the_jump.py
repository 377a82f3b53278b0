"""Dilation spreads one layer's weights; it does not move that layer's numbers apart. Only strides do.

Read again: the derivation: the last line.
"""


def receptive_field(layers: Sequence[Sequence[int]]) -> int:
    """Count the pixels that one number has seen, in a row. Example: [(3, 1), (3, 2), (3, 1)] -> 9"""
    seen, jump = 1, 1
    for ks, stride, *rest in layers:
        dilation = rest[0] if rest else 1
        seen += dilation * (ks - 1) * jump
        jump *= stride * dilation
    return seen
