"""The slopes stay after the step, and are added to those of the batch that follows.

Read again: what add_g breaks: somebody has to set .g = None.
"""


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
        self.loss.backward()
        for layer in reversed(self.layers):
            layer.backward()

    def weights(self) -> list:
        found = [t for layer in self.layers if hasattr(layer, "w") for t in (layer.w, layer.b)]
        return list({id(t): t for t in found}.values())

    def step(self, lr: float) -> None:
        for t in self.weights():
            t -= lr * t.g
