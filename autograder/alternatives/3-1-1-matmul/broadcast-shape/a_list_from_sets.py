"""Sizes other than 1, as a set, may be one at most; returns a list."""


def broadcast_shape(s1: Sequence[int], s2: Sequence[int]):
    shapes = [list(s1), list(s2)]
    rank = max(len(shape) for shape in shapes)
    shapes = [[1] * (rank - len(shape)) + shape for shape in shapes]
    result = []
    for sizes in zip(*shapes):
        others = set(sizes) - {1}
        if len(others) > 1:
            raise ValueError(f"{sizes} do not fit")
        result.append(others.pop() if others else 1)
    return result
