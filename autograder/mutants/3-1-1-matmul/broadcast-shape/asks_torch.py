"""You ask torch for the answer that you are to work out; it takes a dozen lines and needs no tensor.

Read again: "The rule": the rule of broadcasting, from right to left.
"""


def broadcast_shape(s1: Sequence[int], s2: Sequence[int]) -> tuple[int, ...]:
    try:
        return tuple(torch.broadcast_shapes(tuple(s1), tuple(s2)))
    except RuntimeError as error:
        raise ValueError(str(error)) from error
