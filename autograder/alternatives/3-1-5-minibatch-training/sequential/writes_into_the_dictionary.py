"""The layers are put into `_parts` directly."""


class ModuleList(Module):
    def __init__(self, layers):
        super().__init__()
        self.layers = [*layers]
        self._parts.update({str(i): m for i, m in enumerate(self.layers) if hasattr(m, "parameters")})

    def __len__(self):
        return len(self.layers)

    def __getitem__(self, i):
        return self.layers[i]


class Sequential(Module):
    def __init__(self, *layers):
        super().__init__()
        self.stack = ModuleList(layers)

    def forward(self, x):
        for layer in self.stack:
            x = layer(x)
        return x

    def __len__(self):
        return len(self.stack)

    def __getitem__(self, i):
        return self.stack[i]
