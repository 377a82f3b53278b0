"""Generator functions; the batches are slices of a list."""


class Sampler:
    def __init__(self, ds, shuffle=False, generator=None):
        self.ds, self.shuffle, self.generator = ds, shuffle, generator

    def __len__(self):
        return len(self.ds)

    def __iter__(self):
        order = torch.arange(len(self.ds))
        if self.shuffle:
            order = order[torch.randperm(len(order), generator=self.generator)]
        for i in order:
            yield i.item()


class BatchSampler:
    def __init__(self, sampler, bs, drop_last=False):
        self.sampler, self.bs, self.drop_last = sampler, bs, drop_last

    def __len__(self):
        n = len(self.sampler)
        return n // self.bs if self.drop_last else math.ceil(n / self.bs)

    def __iter__(self):
        numbers = list(self.sampler)
        for start in range(0, len(numbers), self.bs):
            batch = numbers[start : start + self.bs]
            if self.drop_last and len(batch) < self.bs:
                break
            yield batch
