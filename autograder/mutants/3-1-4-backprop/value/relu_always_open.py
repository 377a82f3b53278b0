"""relu hands on slope 1 also where it stopped the number.

Read again: a number that knows where it comes from: the four slopes.
"""


class Value:
    """A float that knows what it is made of. Example: (Value(2.0) * 3.0).data -> 6.0"""

    def __init__(self, data: float, parents: Sequence = (), slopes: Sequence[float] = ()) -> None:
        self.data, self.grad = data, 0.0
        self.parents, self.slopes = parents, slopes

    def __add__(self, other: "Value | float") -> "Value":
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other: "Value | float") -> "Value":
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def relu(self) -> "Value":
        return Value(max(self.data, 0.0), (self,), (1.0,))

    def tanh(self) -> "Value":
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def backward(self) -> None:
        order, seen = [], set()

        def write_down(v: Value) -> None:
            if id(v) not in seen:
                seen.add(id(v))
                for parent in v.parents:
                    write_down(parent)
                order.append(v)

        write_down(self)
        self.grad = 1.0
        for v in reversed(order):
            for parent, slope in zip(v.parents, v.slopes):
                parent.grad += slope * v.grad

    __radd__, __rmul__ = __add__, __mul__
