"""backward hands on what bwd returns, and there a call is given back; nothing is to be returned.

Read again: the exercise: it returns nothing.
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
        call = self.calls.pop()
        self.bwd(*call)
        return call
