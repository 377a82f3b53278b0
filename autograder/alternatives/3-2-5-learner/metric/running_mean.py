"""Keeps a mean that is right at any time, and corrects it; numpy's nan."""


class Metric:
    """A mean over samples, whatever their batches. Example: m.add(1.0, n=3); m.add(5.0, n=1); m.value -> 2.0"""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        self.mean, self.n = math.nan, 0

    def calc(self, *inputs: Any) -> Any:
        return inputs[0]

    def add(self, *inputs: Any, n: int = 1) -> None:
        new = torch.as_tensor(self.calc(*inputs), dtype=torch.float64).detach()
        self.n += n
        self.mean = new if self.n == n else self.mean + (new - self.mean) * n / self.n

    @property
    def value(self) -> float:
        return self.mean


class Accuracy(Metric):
    """Share of right rows. Example: preds [[5, 1], [5, 1]], targs [0, 1] -> 0.5"""

    def calc(self, preds: Tensor, targs: Tensor) -> Tensor:
        return (preds.argmax(dim=-1) == targs).float().mean()
