"""parameters() returns a list, built by a small function that walks the tree."""


def walk(part):
    if isinstance(part, nn.Parameter):
        return [part]
    return list(part.parameters())


class Module:
    def __init__(self) -> None:
        object.__setattr__(self, "_parts", {})
        self.training = True

    def __setattr__(self, name, value):
        if isinstance(value, (nn.Parameter, nn.Module, Module)):
            self._parts[name] = value
        else:
            self._parts.pop(name, None)
        object.__setattr__(self, name, value)

    def parameters(self):
        unique = []
        for part in self._parts.values():
            unique += [p for p in walk(part) if all(p is not q for q in unique)]
        return unique

    def train(self, mode=True):
        self.training = mode
        for part in self._parts.values():
            if hasattr(part, "train"):
                part.train(mode)
        return self

    def eval(self):
        self.train(False)
        return self

    def __call__(self, *args, **kwargs):
        return self.forward(*args, **kwargs)
