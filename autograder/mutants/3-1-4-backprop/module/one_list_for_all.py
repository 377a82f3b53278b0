"""All objects share one list of calls; each undoes what others have done.

Read again: the exercise: each object has its own list.
"""


class Module:
    """Remember each call; walk back last call first. Subclasses define forward and bwd."""

    calls: list = []
    forward: Callable[..., Tensor]  # forward(*args) -> out
    bwd: Callable[..., None]  # bwd(out, *args): add to the slopes of args

    def __init__(self) -> None:
        pass

    def __call__(self, *args: Tensor) -> Tensor:
        out = self.forward(*args)
        self.calls.append((out, *args))
        return out

    def backward(self) -> None:
        self.bwd(*self.calls.pop())
