"""Strides multiply: twice 2 makes neighbours 4 pixels apart, and twice 3 makes 9.

Read again: the derivation: j = s j.
"""


def receptive_field(layers: Sequence[Sequence[int]]) -> int:
    """Count the pixels that one number has seen, in a row. Example: [(3, 1), (3, 2), (3, 1)] -> 9"""
    seen, jump = 1, 1
    for ks, stride, *rest in layers:
        dilation = rest[0] if rest else 1
        seen += dilation * (ks - 1) * jump
        jump += stride - 1
    return seen
