"""a helper for what goes in pairs, __iter__ and a list"""

import math


class Vec:
    def __init__(self, *numbers):
        self._numbers = list(numbers)

    def __iter__(self):
        return iter(self._numbers)

    def __len__(self):
        return len(self._numbers)

    def __getitem__(self, i):
        return self._numbers[i]

    def __repr__(self):
        return "Vec(" + ", ".join(str(x) for x in self) + ")"

    def _pairs(self, other):
        if len(self) != len(other):
            raise ValueError(f"{len(self)} numbers and {len(other)}")
        return zip(self, other)

    def __eq__(self, other):
        if type(other) is not Vec:
            return NotImplemented
        return len(self) == len(other) and all(a == b for a, b in self._pairs(other))

    def __hash__(self):
        return hash(tuple(self))

    def __add__(self, other):
        if type(other) is not Vec:
            return NotImplemented
        return Vec(*[a + b for a, b in self._pairs(other)])

    def __radd__(self, other):
        if type(other) in (int, float) and other == 0:
            return self
        return NotImplemented

    def __sub__(self, other):
        if type(other) is not Vec:
            return NotImplemented
        return Vec(*[a - b for a, b in self._pairs(other)])

    def __neg__(self):
        return Vec(*[-a for a in self])

    def __mul__(self, k):
        if type(k) not in (int, float):
            return NotImplemented
        return Vec(*[k * a for a in self])

    def __rmul__(self, k):
        return self * k

    def __truediv__(self, k):
        if type(k) not in (int, float):
            return NotImplemented
        return Vec(*[a / k for a in self])

    def __matmul__(self, other):
        if type(other) is not Vec:
            return NotImplemented
        total = 0
        for a, b in self._pairs(other):
            total += a * b
        return total

    def __abs__(self):
        return math.hypot(*self)
