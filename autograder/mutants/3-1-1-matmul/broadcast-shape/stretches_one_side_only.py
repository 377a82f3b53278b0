"""You stretch only the first shape: a 1 in the second one must stretch as well.

Read again: "The rule": broadcasting is symmetric.
"""


def broadcast_shape(s1: Sequence[int], s2: Sequence[int]) -> tuple[int, ...]:
    pad = len(s2) - len(s1)
    s1, s2 = (1,) * pad + tuple(s1), (1,) * -pad + tuple(s2)
    result = []
    for x, y in zip(s1, s2):
        if x != y and x != 1:
            raise ValueError(f"{x} does not fit {y}")
        result.append(y)
    return tuple(result)
