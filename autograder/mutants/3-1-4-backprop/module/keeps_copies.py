"""You remember copies. bwd hangs the slope on a copy, and it is lost.

Read again: the exercise: its very tensors.
"""


class Module:
    """Remember each call; walk back last call first. Subclasses define forward and bwd."""

    forward: Callable[..., Tensor]  # forward(*args) -> out
    bwd: Callable[..., None]  # bwd(out, *[a.clone() for a in args]): add to the slopes of args

    def __init__(self) -> None:
        self.calls: list = []

    def __call__(self, *args: Tensor) -> Tensor:
        out = self.forward(*args)
        self.calls.append((out, *[a.clone() for a in args]))
        return out

    def backward(self) -> None:
        self.bwd(*self.calls.pop())
