"""zip stops at the shorter shape, so the sizes that only the longer one has are lost.

Read again: "The rule": fill up with 1 before you compare.
"""


def broadcast_shape(s1: Sequence[int], s2: Sequence[int]) -> tuple[int, ...]:
    result = []
    for x, y in zip(reversed(s1), reversed(s2)):
        if x != y and 1 not in (x, y):
            raise ValueError(f"{x} does not fit {y}")
        result.append(y if x == 1 else x)
    return tuple(reversed(result))
