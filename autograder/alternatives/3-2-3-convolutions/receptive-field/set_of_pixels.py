"""Collects the pixels themselves, from the last layer down."""


def receptive_field(layers: Sequence[Sequence[int]]) -> int:
    """Count the pixels that one number has seen, in a row. Example: [(3, 1), (3, 2), (3, 1)] -> 9"""
    seen = {0}
    for ks, stride, *rest in list(layers)[::-1]:
        spread = rest[0] if rest else 1
        seen = {place * stride + spread * k for place in seen for k in range(ks)}
    return max(seen) - min(seen) + 1
