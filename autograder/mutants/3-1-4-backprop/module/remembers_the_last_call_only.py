"""Every call overwrites the one before; a layer that is used twice walks back through the second call both times.

Read again: who remembers what came in: last in, first out.
"""


class Module:
    """Remember each call; walk back last call first. Subclasses define forward and bwd."""

    forward: Callable[..., Tensor]  # forward(*args) -> out
    bwd: Callable[..., None]  # bwd(out, *args): add to the slopes of args

    def __init__(self) -> None:
        self.calls: list = []

    def __call__(self, *args: Tensor) -> Tensor:
        out = self.forward(*args)
        self.calls = [(out, *args)] * 3
        return out

    def backward(self) -> None:
        self.bwd(*self.calls.pop())
