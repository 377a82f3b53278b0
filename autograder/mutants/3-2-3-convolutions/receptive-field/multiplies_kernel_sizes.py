"""You multiply kernel sizes. Windows overlap: each layer adds a rim.

Read again: How much has a number seen?.
"""


def receptive_field(layers: Sequence[Sequence[int]]) -> int:
    """Count the pixels that one number has seen, in a row. Example: [(3, 1), (3, 2), (3, 1)] -> 9"""
    seen, jump = 1, 1
    for ks, stride, *rest in layers:
        dilation = rest[0] if rest else 1
        seen *= dilation * (ks - 1) + 1
        jump *= stride
    return seen
