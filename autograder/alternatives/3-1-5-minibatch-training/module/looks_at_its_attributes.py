"""No list at all is kept: the parts are found among the attributes when they are asked for."""


class Module:
    def __init__(self) -> None:
        object.__setattr__(self, "_parts", {})
        self.training = True

    def __setattr__(self, name: str, value: Any) -> None:
        super().__setattr__(name, value)
        kinds = nn.Parameter, nn.Module, Module
        self._parts.clear()
        self._parts.update({k: v for k, v in vars(self).items() if isinstance(v, kinds)})

    def parameters(self):
        seen: set[int] = set()
        for part in list(self._parts.values()):
            ps = (part,) if isinstance(part, nn.Parameter) else tuple(part.parameters())
            yield from (p for p in ps if not (id(p) in seen or seen.add(id(p))))

    def train(self, mode: bool = True):
        self.training = mode
        [m.train(mode) for m in self._parts.values() if isinstance(m, (nn.Module, Module))]
        return self

    def eval(self):
        return self.train(False)

    def __call__(self, *args):
        return self.forward(*args)
