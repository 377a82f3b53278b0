"""A generator that yields from either way."""


class DataLoader:
    def __init__(self, ds, batches, collate_fn=collate, n_workers=0):
        self.ds, self.batches, self.collate_fn, self.n_workers = ds, batches, collate_fn, n_workers

    def __len__(self):
        return len(self.batches)

    def fetch(self, batch):
        return self.collate_fn(self.ds[i] for i in batch)

    def __iter__(self):
        if self.n_workers > 0:
            yield from in_workers(self.fetch, [list(b) for b in self.batches], self.n_workers)
        else:
            for batch in self.batches:
                yield self.fetch(batch)
