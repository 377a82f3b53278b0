"""Whoever receives blame hands it on at once, and later once more with all that has come in: what came first counts twice.

Read again: who goes first: the topological order.
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
        return Value(max(self.data, 0.0), (self,), (float(self.data > 0),))

    def tanh(self) -> "Value":
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def backward(self) -> None:
        def hand_on(v: Value) -> None:
            for parent, slope in zip(v.parents, v.slopes):
                parent.grad += slope * v.grad
                hand_on(parent)

        self.grad = 1.0
        if len(self.parents) < 2 or self.parents[0] is not self.parents[1]:
            hand_on(self)
            return
        self.parents[0].grad += sum(s * self.grad for s in self.slopes)
        hand_on(self.parents[0])

    __radd__, __rmul__ = __add__, __mul__
