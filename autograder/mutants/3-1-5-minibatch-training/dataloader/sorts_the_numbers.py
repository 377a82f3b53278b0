"""The samples of a batch come sorted by number, not in the order that was asked for.

Read again: fetches ds[i] for each number, in order.
"""


class DataLoader:
    """Batches of ds, ready for the network. Example: for xb, yb in DataLoader(ds, batches): ..."""

    def __init__(
        self, ds: Any, batches: Any, collate_fn: Callable = collate, n_workers: int = 0
    ) -> None:
        self.ds, self.batches = ds, batches
        self.collate_fn, self.n_workers = collate_fn, n_workers

    def __len__(self) -> int:
        return len(self.batches)

    def load(self, batch: Sequence[int]) -> Any:
        "Fetch the samples with these numbers and make one batch of them."
        return self.collate_fn([self.ds[i] for i in sorted(batch)])

    def __iter__(self) -> Iterator[Any]:
        if self.n_workers == 0:
            return map(self.load, self.batches)
        return in_workers(self.load, list(self.batches), self.n_workers)
