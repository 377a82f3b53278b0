"""len(ds) counts pairs: the first axis, not the last.

Read again: len(ds) is the number of pairs.
"""


class Dataset:
    """Inputs and targets in step. Example: Dataset(x, y)[0] -> (x[0], y[0])"""

    def __init__(self, x: Any, y: Any) -> None:
        if len(x) != len(y):
            raise ValueError(f"{len(x)} inputs and {len(y)} targets")
        self.x, self.y = x, y

    def __len__(self) -> int:
        return self.x.shape[-1] if hasattr(self.x, "shape") else len(self.x)

    def __getitem__(self, i: Any) -> tuple[Any, Any]:
        return self.x[i], self.y[i]


def collate(samples: Iterable[tuple[Any, ...]]) -> tuple[Tensor, ...]:
    """Stack samples field by field. Example: [(x0, 5), (x1, 2)] -> (tensor (2, ...), tensor (2,))"""
    fields = zip(*samples, strict=True)
    return tuple(torch.stack([torch.as_tensor(v) for v in field]) for field in fields)
