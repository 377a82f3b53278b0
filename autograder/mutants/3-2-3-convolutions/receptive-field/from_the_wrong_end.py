"""You walk through the layers from the last to the first; the jump grows from the picture upwards.

Read again: the task of `receptive_field`: the first one next to the picture.
"""


def receptive_field(layers: Sequence[Sequence[int]]) -> int:
    """Count the pixels that one number has seen, in a row. Example: [(3, 1), (3, 2), (3, 1)] -> 9"""
    seen, jump = 1, 1
    for ks, stride, *rest in layers[::-1]:
        dilation = rest[0] if rest else 1
        seen += dilation * (ks - 1) * jump
        jump *= stride
    return seen
