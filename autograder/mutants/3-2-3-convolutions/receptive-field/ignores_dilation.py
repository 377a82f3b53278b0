"""The third entry is not used: dilation spreads the kernel.

Read again: the derivation, first line.
"""


def receptive_field(layers: Sequence[Sequence[int]]) -> int:
    """Count the pixels that one number has seen, in a row. Example: [(3, 1), (3, 2), (3, 1)] -> 9"""
    seen, jump = 1, 1
    for ks, stride, *rest in layers:
        dilation = 1
        seen += dilation * (ks - 1) * jump
        jump *= stride
    return seen
