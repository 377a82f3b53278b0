"""The sums belong to the class: all metrics count into the same ones.

Read again: attributes of an object are set on `self`, those of a class are shared.
"""


class Metric:
    """A mean over samples, whatever their batches. Example: m.add(1.0, n=3); m.add(5.0, n=1); m.value -> 2.0"""

    total, n = 0.0, 0

    def __init__(self) -> None:
        pass

    def reset(self) -> None:
        Metric.total, Metric.n = 0.0, 0

    def calc(self, *inputs: Any) -> Any:
        return inputs[0]

    def add(self, *inputs: Any, n: int = 1) -> None:
        mean = torch.as_tensor(self.calc(*inputs)).detach().float()
        Metric.total = Metric.total + mean * n
        Metric.n += n

    @property
    def value(self) -> float:
        return float(self.total / self.n) if self.n else math.nan


class Accuracy(Metric):
    """Share of right rows. Example: preds [[5, 1], [5, 1]], targs [0, 1] -> 0.5"""

    def calc(self, preds: Tensor, targs: Tensor) -> Tensor:
        return (preds.argmax(dim=-1) == targs).float().mean()
