"""Parameters and modules in one dictionary each, looked through in the order of assignment."""


class Module:
    def __init__(self):
        self.__dict__["_parts"] = {}
        self.__dict__["training"] = True

    def __setattr__(self, name, value):
        self.__dict__[name] = value
        if hasattr(value, "parameters") or isinstance(value, nn.Parameter):
            self._parts.pop(name, None)
            self._parts[name] = value
        elif name in self._parts:
            del self._parts[name]

    def _modules(self):
        return [part for part in self._parts.values() if not isinstance(part, nn.Parameter)]

    def parameters(self):
        found = {}
        for part in self._parts.values():
            if isinstance(part, nn.Parameter):
                found[id(part)] = part
            else:
                for p in part.parameters():
                    found.setdefault(id(p), p)
        yield from found.values()

    def train(self, mode=True):
        self.training = mode
        for m in self._modules():
            m.train(mode)
        return self

    def eval(self):
        return self.train(False)

    def __call__(self, *args):
        return self.forward(*args)
