"""You undo the first call first: socks before shoes. Its output has no slope yet.

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
        self.calls.append((out, *args))
        return out

    def backward(self) -> None:
        self.bwd(*self.calls.pop(0))
