"""bwd gets the inputs first and the output last.

Read again: the exercise: m.bwd(out, *args).
"""


class Module:
    """Remember each call; walk back last call first. Subclasses define forward and bwd."""

    forward: Callable[..., Tensor]  # forward(*args) -> out
    bwd: Callable[..., None]  # bwd(*args, out): add to the slopes of args

    def __init__(self) -> None:
        self.calls: list = []

    def __call__(self, *args: Tensor) -> Tensor:
        out = self.forward(*args)
        self.calls.append((*args, out))
        return out

    def backward(self) -> None:
        self.bwd(*self.calls.pop())
