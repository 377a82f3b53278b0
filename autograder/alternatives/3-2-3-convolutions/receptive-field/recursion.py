"""A recursive function."""


def receptive_field(layers: Sequence[Sequence[int]]) -> int:
    """Count the pixels that one number has seen, in a row. Example: [(3, 1), (3, 2), (3, 1)] -> 9"""
    if len(layers) == 0:
        return 1
    (ks, stride, *more), deeper = layers[0], layers[1:]
    return (ks - 1) * (more or [1])[0] + 1 + stride * (receptive_field(deeper) - 1)
