"""Collects number by number into a list and returns lists of lists."""


class Sampler:
    def __init__(self, ds, shuffle=False, generator=None):
        self.n = len(ds)
        self.shuffle = shuffle
        self.generator = generator

    def __len__(self):
        return self.n

    def __iter__(self):
        keys = torch.rand(self.n, generator=self.generator) if self.shuffle else torch.arange(self.n)
        return iter(keys.argsort().tolist())


class BatchSampler:
    def __init__(self, sampler, bs, drop_last=False):
        self.sampler, self.bs, self.drop_last = sampler, bs, drop_last

    def __len__(self):
        full, rest = divmod(len(self.sampler), self.bs)
        return full + (rest > 0 and not self.drop_last)

    def __iter__(self):
        batch = []
        for i in self.sampler:
            batch.append(i)
            if len(batch) == self.bs:
                yield batch
                batch = []
        if batch and not self.drop_last:
            yield batch
