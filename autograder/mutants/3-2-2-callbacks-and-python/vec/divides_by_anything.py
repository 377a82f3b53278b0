"""u / k fails from within for what is no number, so that the other side never gets its turn.

Read again: through which doors Python goes for a * b.
"""


class Vec:
    """An arrow of numbers. Example: Vec(1, 2) + 2 * Vec(1, 0) -> Vec(3, 2)"""

    def __init__(self, *xs: float) -> None: self.xs = xs
    def __len__(self) -> int: return len(self.xs)
    def __getitem__(self, i: int) -> float: return self.xs[i]
    def __repr__(self) -> str: return f"Vec({', '.join(map(repr, self.xs))})"
    def __hash__(self) -> int: return hash(self.xs)
    def __eq__(self, other: object) -> bool: return self.xs == other.xs if isinstance(other, Vec) else NotImplemented

    def __add__(self, other: "Vec") -> "Vec":
        if not isinstance(other, Vec): return NotImplemented
        return Vec(*(a + b for a, b in zip(self, other, strict=True)))

    def __radd__(self, zero: int) -> "Vec": return self if isinstance(zero, int) and zero == 0 else NotImplemented
    def __neg__(self) -> "Vec": return self * -1
    def __sub__(self, other: "Vec") -> "Vec": return self + -other if isinstance(other, Vec) else NotImplemented

    def __mul__(self, k: float) -> "Vec":
        return Vec(*(x * k for x in self)) if isinstance(k, int | float) else NotImplemented

    __rmul__ = __mul__

    def __truediv__(self, k: float) -> "Vec":
        return Vec(*(x / k for x in self))

    def __matmul__(self, other: "Vec") -> float:
        if not isinstance(other, Vec): return NotImplemented
        return sum(a * b for a, b in zip(self, other, strict=True))

    def __abs__(self) -> float: return (self @ self) ** 0.5
