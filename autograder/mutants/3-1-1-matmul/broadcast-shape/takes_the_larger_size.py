"""You take the larger of the two sizes, which makes 1 out of 1 and 0; a size of 1 gives way to any other, also to 0.

Read again: "The rule": empty tensors broadcast too.
"""


def broadcast_shape(s1: Sequence[int], s2: Sequence[int]) -> tuple[int, ...]:
    pad = len(s2) - len(s1)
    s1, s2 = (1,) * pad + tuple(s1), (1,) * -pad + tuple(s2)
    for x, y in zip(s1, s2):
        if x != y and 1 not in (x, y):
            raise ValueError(f"{x} does not fit {y}")
    return tuple(max(x, y) for x, y in zip(s1, s2))
