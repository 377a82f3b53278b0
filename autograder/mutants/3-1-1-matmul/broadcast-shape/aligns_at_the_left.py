"""You line the shapes up at their left ends; broadcasting lines them up at the right and fills up with 1 on the left.

Read again: "The rule": right-aligned: (5, 1) against (3,) gives (5, 3).
"""


def broadcast_shape(s1: Sequence[int], s2: Sequence[int]) -> tuple[int, ...]:
    pad = len(s2) - len(s1)
    s1, s2 = tuple(s1) + (1,) * pad, tuple(s2) + (1,) * -pad
    for x, y in zip(s1, s2):
        if x != y and 1 not in (x, y):
            raise ValueError(f"{x} does not fit {y}")
    return tuple(y if x == 1 else x for x, y in zip(s1, s2))
