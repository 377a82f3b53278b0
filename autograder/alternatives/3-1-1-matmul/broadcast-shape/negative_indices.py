"""Counts from the end with negative indices and returns a torch.Size."""


def size_at(shape, i):
    return shape[-i] if i <= len(shape) else 1


def broadcast_shape(s1, s2):
    out = []
    for i in range(max(len(s1), len(s2)), 0, -1):
        x, y = size_at(s1, i), size_at(s2, i)
        if x != y and x != 1 and y != 1:
            raise ValueError("sizes %d and %d" % (x, y))
        out += [y] if x == 1 else [x]
    return torch.Size(out)
