"""Output and inputs under two names, a slice deleted."""


class Module:
    """Remember each call; walk back last call first. Subclasses define forward and bwd."""

    forward: Callable[..., Tensor]  # forward(*args) -> out
    bwd: Callable[..., None]  # bwd(out, *args): add to the slopes of args

    def __init__(self) -> None:
        self.calls: list = []

    def __call__(self, *args: Tensor) -> Tensor:
        out = self.forward(*args)
        self.calls += [(out, args)]
        return out

    def backward(self) -> None:
        out, args = self.calls[-1]
        del self.calls[-1]
        self.bwd(out, *args)
