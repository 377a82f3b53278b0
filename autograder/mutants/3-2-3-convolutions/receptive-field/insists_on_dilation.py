"""A layer of two entries breaks your function: dilation may be left out.

Read again: the task of `receptive_field`.
"""


def receptive_field(layers: Sequence[Sequence[int]]) -> int:
    """Count the pixels that one number has seen, in a row. Example: [(3, 1), (3, 2), (3, 1)] -> 9"""
    seen, jump = 1, 1
    for ks, stride, dilation in layers:
        seen += dilation * (ks - 1) * jump
        jump *= stride
    return seen
