"""A layer's own stride thickens its own rim in your sum. It counts for the layers behind it: add first, then multiply.

Read again: the derivation: each is j pixels away from its neighbour.
"""


def receptive_field(layers: Sequence[Sequence[int]]) -> int:
    """Count the pixels that one number has seen, in a row. Example: [(3, 1), (3, 2), (3, 1)] -> 9"""
    seen, jump = 1, 1
    for ks, stride, *rest in layers:
        dilation = rest[0] if rest else 1
        jump *= stride
        seen += dilation * (ks - 1) * jump
    return seen
