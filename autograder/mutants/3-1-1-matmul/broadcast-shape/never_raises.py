"""You never look whether two sizes fit: 3 against 2 must raise.

Read again: "The rule": sizes are equal, or one of them is 1, or it is an error.
"""


def broadcast_shape(s1: Sequence[int], s2: Sequence[int]) -> tuple[int, ...]:
    pad = len(s2) - len(s1)
    s1, s2 = (1,) * pad + tuple(s1), (1,) * -pad + tuple(s2)
    return tuple(y if x == 1 else x for x, y in zip(s1, s2))
