"""The stride changes nothing in your sum: behind a stride of 2, neighbours are 2 pixels apart.

Read again: How much has a number seen? the jump.
"""


def receptive_field(layers: Sequence[Sequence[int]]) -> int:
    """Count the pixels that one number has seen, in a row. Example: [(3, 1), (3, 2), (3, 1)] -> 9"""
    seen, jump = 1, 1
    for ks, stride, *rest in layers:
        dilation = rest[0] if rest else 1
        seen += dilation * (ks - 1) * jump
    return seen
