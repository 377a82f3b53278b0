"""You raise only where both sizes are above 1, so 0 against 3 passes; 0 is a size like any other, and only 1 stretches.

Read again: "The rule": empty tensors broadcast too.
"""


def broadcast_shape(s1: Sequence[int], s2: Sequence[int]) -> tuple[int, ...]:
    pad = len(s2) - len(s1)
    s1, s2 = (1,) * pad + tuple(s1), (1,) * -pad + tuple(s2)
    for x, y in zip(s1, s2):
        if x > 1 and y > 1 and x != y:
            raise ValueError(f"{x} does not fit {y}")
    return tuple(y if x == 1 else x for x, y in zip(s1, s2))
