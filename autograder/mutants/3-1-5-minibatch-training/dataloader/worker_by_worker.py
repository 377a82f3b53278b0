"""The batches come worker by worker, not in the order in which they were asked for.

Read again: order: somebody hands them out as they were asked for.
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
        if self.n_workers == 0:
            return map(self.load, self.batches)
        batches = list(self.batches)
        jobs = [batch for i in range(self.n_workers) for batch in batches[i :: self.n_workers]]
        return in_workers(self.load, jobs, self.n_workers)
