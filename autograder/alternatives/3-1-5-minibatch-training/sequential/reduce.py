"""The chain is a reduce; the list has an __iter__ of its own."""

from functools import reduce


class ModuleList(Module):
    def __init__(self, layers):
        Module.__init__(self)
        self._layers = tuple(layers)
        for number, layer in enumerate(self._layers):
            self.__setattr__(f"l_{number}", layer)

    def __len__(self):
        return len(self._layers)

    def __iter__(self):
        return iter(self._layers)

    def __getitem__(self, i):
        return self._layers[i]


class Sequential(ModuleList):
    def __init__(self, *layers):
        super().__init__(list(layers))

    def forward(self, x):
        return reduce(lambda value, layer: layer(value), self, x)
