"""You add a tuple to a shape that may be a list, which raises TypeError: make a tuple of both shapes first.

Read again: "The rule": a shape is any sequence of sizes.
"""


def broadcast_shape(s1: Sequence[int], s2: Sequence[int]) -> tuple[int, ...]:
    pad = len(s2) - len(s1)
    s1, s2 = (1,) * pad + s1, (1,) * -pad + s2
    for x, y in zip(s1, s2):
        if x != y and 1 not in (x, y):
            raise ValueError(f"{x} does not fit {y}")
    return tuple(y if x == 1 else x for x, y in zip(s1, s2))
