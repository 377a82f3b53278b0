"""Loss and layers in one list, deduplicated layers first."""


class Model:
    """A row of layers and a loss. Example: Model([Lin(w, b)], Mse()).forward(x, targ) -> ()"""

    def __init__(self, layers: Sequence[Any], loss: Any) -> None:
        self.layers, self.loss = layers, loss

    def predict(self, x: Tensor) -> Tensor:
        for layer in self.layers:
            x = layer.forward(x)  # remembers nothing
        return x

    def forward(self, x: Tensor, targ: Tensor) -> Tensor:
        for layer in self.layers:
            x = layer(x)
        self.out = self.loss(x, targ)
        return self.out

    def backward(self) -> None:
        self.out.g = torch.ones_like(self.out)
        for part in [self.loss, *reversed(list(self.layers))]:
            part.backward()

    def weights(self) -> list:
        weights, seen = [], set()
        for layer in self.layers:
            for name in ("w", "b"):
                t = getattr(layer, name, None)
                if t is not None and id(t) not in seen:
                    seen.add(id(t))
                    weights.append(t)
        return weights

    def step(self, lr: float) -> None:
        for t in self.weights():
            t.data -= lr * t.g
            t.g = None
