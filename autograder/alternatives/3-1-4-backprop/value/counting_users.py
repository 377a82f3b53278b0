"""Each number waits until all its users have reported (Kahn's order)."""


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
        users, found = {self: 0}, [self]
        for v in found:
            for parent in v.parents:
                if parent not in users:
                    users[parent] = 0
                    found.append(parent)
                users[parent] += 1
        self.grad = 1.0
        ready = [self]
        while ready:
            v = ready.pop()
            for parent, slope in zip(v.parents, v.slopes):
                parent.grad += slope * v.grad
                users[parent] -= 1
                if not users[parent]:
                    ready.append(parent)

    __radd__, __rmul__ = __add__, __mul__
