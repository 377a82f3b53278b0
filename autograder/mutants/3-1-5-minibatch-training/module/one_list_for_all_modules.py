"""All modules share one dictionary, because it belongs to the class; each object needs its own.

Read again: the list itself is an attribute: the first lines of the class.
"""


class Module:
    """Notes its parts as they are assigned. Example: m.layer = nn.Linear(2, 3) -> 2 parameters"""

    _parts = {}
    forward: Callable[..., Any]  # subclasses define it

    def __init__(self) -> None:
        self.training = True

    def __setattr__(self, name: str, value: Any) -> None:
        self._parts.pop(name, None)
        if isinstance(value, nn.Parameter | nn.Module | Module):
            self._parts[name] = value
        super().__setattr__(name, value)

    def parameters(self) -> Iterator[nn.Parameter]:
        seen = set()
        for part in self._parts.values():
            for p in [part] if isinstance(part, nn.Parameter) else part.parameters():
                if id(p) not in seen:
                    seen.add(id(p))
                    yield p

    def train(self, mode: bool = True) -> "Module":
        self.training = mode
        for part in self._parts.values():
            if not isinstance(part, nn.Parameter):
                part.train(mode)
        return self

    def eval(self) -> "Module":
        return self.train(False)

    def __call__(self, *args: Any) -> Any:
        return self.forward(*args)
