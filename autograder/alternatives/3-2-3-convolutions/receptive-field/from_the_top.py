"""From the last layer down: how many numbers below does one depend on?"""


def receptive_field(layers: Sequence[Sequence[int]]) -> int:
    """Count the pixels that one number has seen, in a row. Example: [(3, 1), (3, 2), (3, 1)] -> 9"""
    span = 1
    for layer in reversed(layers):
        ks, stride = layer[:2]
        dilation = layer[2] if len(layer) == 3 else 1
        span = (span - 1) * stride + dilation * (ks - 1) + 1
    return span
