"""One tensor of two numbers; the quotient does the nan."""


class Metric:
    """A mean over samples, whatever their batches. Example: m.add(1.0, n=3); m.add(5.0, n=1); m.value -> 2.0"""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        self.sums = torch.zeros(2, dtype=torch.float64)

    def calc(self, *inputs: Any) -> Any:
        return inputs[0]

    def add(self, *inputs: Any, n: int = 1) -> None:
        self.sums = self.sums + torch.tensor([float(self.calc(*inputs)) * n, n], dtype=torch.float64)

    @property
    def value(self) -> float:
        return (self.sums[0] / self.sums[1]).item()


class Accuracy(Metric):
    """Share of right rows. Example: preds [[5, 1], [5, 1]], targs [0, 1] -> 0.5"""

    def calc(self, preds: Tensor, targs: Tensor) -> Tensor:
        return (preds.argmax(dim=-1) == targs).float().mean()
