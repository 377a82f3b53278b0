"""A separate iterator object keeps the stream of the epoch."""


class Epoch:
    def __init__(self, loader):
        jobs = list(loader.batches)
        work = loader.load
        self.stream = in_workers(work, jobs, loader.n_workers) if loader.n_workers else map(work, jobs)

    def __iter__(self):
        return self

    def __next__(self):
        return next(self.stream)


class DataLoader:
    def __init__(self, ds, batches, collate_fn=collate, n_workers=0):
        vars(self).update(ds=ds, batches=batches, collate_fn=collate_fn, n_workers=n_workers)

    def load(self, numbers):
        return self.collate_fn(list(map(self.ds.__getitem__, numbers)))

    def __len__(self):
        return len(self.batches)

    def __iter__(self):
        return Epoch(self)
