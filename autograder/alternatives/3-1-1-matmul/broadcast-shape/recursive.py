"""Recursive: the last sizes, then the rest."""


def broadcast_shape(s1: Sequence[int], s2: Sequence[int]) -> tuple[int, ...]:
    if not s1:
        return tuple(s2)
    if not s2:
        return tuple(s1)
    x, y = s1[-1], s2[-1]
    if not (x == y or x == 1 or y == 1):
        raise ValueError("do not fit")
    return (*broadcast_shape(s1[:-1], s2[:-1]), y if x == 1 else x)
