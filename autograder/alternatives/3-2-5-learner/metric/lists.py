"""Keeps two lists and adds up when somebody reads."""


class Metric:
    """A mean over samples, whatever their batches. Example: m.add(1.0, n=3); m.add(5.0, n=1); m.value -> 2.0"""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        self.means, self.ns = [], []

    def calc(self, *inputs: Any) -> Any:
        return inputs[0]

    def add(self, *inputs: Any, n: int = 1) -> None:
        self.means.append(float(self.calc(*inputs)))
        self.ns.append(n)

    @property
    def value(self) -> float:
        return sum(m * n for m, n in zip(self.means, self.ns)) / sum(self.ns) if self.ns else float('nan')


class Accuracy(Metric):
    """Share of right rows. Example: preds [[5, 1], [5, 1]], targs [0, 1] -> 0.5"""

    def calc(self, preds: Tensor, targs: Tensor) -> Tensor:
        return (preds.argmax(dim=-1) == targs).float().mean()
