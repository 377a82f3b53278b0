"""Every layer is assigned under the same name, and each overwrites the one that came before it.

Read again: a list at the door: a name that is computed.
"""


class ModuleList(Module):
    """A list whose layers are parts. Example: len(ModuleList([nn.ReLU(), nn.ReLU()])) -> 2"""

    def __init__(self, layers: Iterable[Any]) -> None:
        super().__init__()
        self.layers = list(layers)
        for i, layer in enumerate(self.layers):
            setattr(self, "layer", layer)

    def __len__(self) -> int:
        return len(self.layers)

    def __getitem__(self, i: int) -> Any:
        return self.layers[i]


class Sequential(ModuleList):
    """Layers in a row. Example: Sequential(nn.Linear(784, 50), nn.ReLU(), nn.Linear(50, 10))"""

    def __init__(self, *layers: Any) -> None:
        super().__init__(layers)

    def forward(self, x: Any) -> Any:
        for layer in self:
            x = layer(x)
        return x
