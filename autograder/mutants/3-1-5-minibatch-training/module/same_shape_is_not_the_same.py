"""You compare parameters by what they hold; two different ones may look alike. Who they are is id(p).

Read again: `parameters()`: one that is shared comes once.
"""


class Module:
    """Notes its parts as they are assigned. Example: m.layer = nn.Linear(2, 3) -> 2 parameters"""

    _parts: dict[str, Any]  # name -> parameter or module
    forward: Callable[..., Any]  # subclasses define it

    def __init__(self) -> None:
        object.__setattr__(self, "_parts", {})  # past our own __setattr__, which needs it
        self.training = True

    def __setattr__(self, name: str, value: Any) -> None:
        self._parts.pop(name, None)
        if isinstance(value, nn.Parameter | nn.Module | Module):
            self._parts[name] = value
        super().__setattr__(name, value)

    def parameters(self) -> Iterator[nn.Parameter]:
        seen = []
        for part in self._parts.values():
            for p in [part] if isinstance(part, nn.Parameter) else part.parameters():
                if not any(p.shape == q.shape for q in seen):
                    seen.append(p)
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
