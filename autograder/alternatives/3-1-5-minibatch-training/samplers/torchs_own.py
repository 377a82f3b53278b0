"""Wraps torch's own samplers."""

from torch.utils import data as torch_data


class Sampler:
    def __init__(self, ds, shuffle=False, generator=None):
        if not shuffle:
            self.inner = torch_data.SequentialSampler(ds)
        else:
            self.inner = torch_data.RandomSampler(range(len(ds)), generator=generator) if len(ds) else []

    def __len__(self):
        return len(self.inner)

    def __iter__(self):
        return iter(self.inner)


class BatchSampler(torch_data.BatchSampler):
    def __init__(self, sampler, bs, drop_last=False):
        super().__init__(sampler, bs, drop_last)
