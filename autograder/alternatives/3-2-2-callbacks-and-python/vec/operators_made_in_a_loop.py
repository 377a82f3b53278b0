"""one function makes all operators"""


class Vec:
    def __init__(self, *xs):
        self.xs = xs

    __len__ = lambda self: len(self.xs)
    __getitem__ = lambda self, i: self.xs[i]
    __repr__ = lambda self: f"Vec({', '.join(repr(x) for x in self.xs)})"
    __hash__ = lambda self: hash(("Vec", *self.xs))
    __neg__ = lambda self: Vec(*map(operator.neg, self.xs))
    __abs__ = lambda self: (self @ self) ** (1 / 2)

    def __eq__(self, other):
        return self.xs == other.xs if isinstance(other, Vec) else NotImplemented

    def __radd__(self, other):
        return self if isinstance(other, (int, float)) and not other else NotImplemented


def _with_vec(op, finish):
    def method(self, other):
        if not isinstance(other, Vec):
            return NotImplemented
        if len(self) != len(other):
            raise ValueError("lengths differ")
        return finish(map(op, self, other))

    return method


def _with_number(op):
    def method(self, k):
        if not isinstance(k, (int, float)):
            return NotImplemented
        return Vec(*(op(x, k) for x in self))

    return method


Vec.__add__ = _with_vec(operator.add, lambda xs: Vec(*xs))
Vec.__sub__ = _with_vec(operator.sub, lambda xs: Vec(*xs))
Vec.__matmul__ = _with_vec(operator.mul, sum)
Vec.__mul__ = Vec.__rmul__ = _with_number(operator.mul)
Vec.__truediv__ = _with_number(operator.truediv)
