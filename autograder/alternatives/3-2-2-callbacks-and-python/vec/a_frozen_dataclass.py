"""a frozen dataclass writes equality and hash"""

from dataclasses import dataclass


@dataclass(frozen=True, init=False, repr=False)
class Vec:
    xs: tuple

    def __init__(self, *xs):
        object.__setattr__(self, "xs", xs)

    def __repr__(self):
        return f"Vec({str(list(self.xs))[1:-1]})"

    def __len__(self):
        return len(self.xs)

    def __iter__(self):
        yield from self.xs

    def __getitem__(self, i):
        return self.xs[i]

    def __add__(self, other):
        if isinstance(other, Vec):
            return Vec(*(a + b for a, b in zip(self, other, strict=True)))
        return NotImplemented

    def __radd__(self, other):
        return self if other == 0 and isinstance(other, int) else NotImplemented

    def __sub__(self, other):
        if isinstance(other, Vec):
            return self + (-1) * other
        return NotImplemented

    def __neg__(self):
        return -1 * self

    def __rmul__(self, k):
        if isinstance(k, float | int):
            return Vec(*(k * x for x in self))
        return NotImplemented

    __mul__ = __rmul__

    def __truediv__(self, k):
        return NotImplemented if not isinstance(k, float | int) else Vec(*(x / k for x in self))

    def __matmul__(self, other):
        if isinstance(other, Vec):
            return sum(x * y for x, y in zip(self, other, strict=True))
        return NotImplemented

    def __abs__(self):
        return sum(x * x for x in self) ** 0.5
