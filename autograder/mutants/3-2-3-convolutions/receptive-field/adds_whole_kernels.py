"""You add whole kernels; one of its numbers was counted before: ks - 1.

Read again: the derivation: posts and gaps.
"""


def receptive_field(layers: Sequence[Sequence[int]]) -> int:
    """Count the pixels that one number has seen, in a row. Example: [(3, 1), (3, 2), (3, 1)] -> 9"""
    seen, jump = 1, 1
    for ks, stride, *rest in layers:
        dilation = rest[0] if rest else 1
        seen += dilation * ks * jump
        jump *= stride
    return seen
