"""A sum over layers of the rim times all strides before."""


def receptive_field(layers: Sequence[Sequence[int]]) -> int:
    """Count the pixels that one number has seen, in a row. Example: [(3, 1), (3, 2), (3, 1)] -> 9"""
    strides = [layer[1] for layer in layers]
    rims = [(layer[0] - 1) * (1, *layer[2:])[-1] for layer in layers]
    return 1 + sum(rim * math.prod(strides[:i]) for i, rim in enumerate(rims))
