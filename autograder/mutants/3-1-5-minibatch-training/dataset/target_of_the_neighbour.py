"""Input i comes with another one's target.

Read again: inputs and targets in step.
"""


class Dataset:
    """Inputs and targets in step. Example: Dataset(x, y)[0] -> (x[0], y[0])"""

    def __init__(self, x: Any, y: Any) -> None:
        if len(x) != len(y):
            raise ValueError(f"{len(x)} inputs and {len(y)} targets")
        self.x, self.y = x, y

    def __len__(self) -> int:
        return len(self.x)

    def __getitem__(self, i: Any) -> tuple[Any, Any]:
        return self.x[i], self.y[i - 1]


def collate(samples: Iterable[tuple[Any, ...]]) -> tuple[Tensor, ...]:
    """Stack samples field by field. Example: [(x0, 5), (x1, 2)] -> (tensor (2, ...), tensor (2,))"""
    fields = zip(*samples, strict=True)
    return tuple(torch.stack([torch.as_tensor(v) for v in field]) for field in fields)
