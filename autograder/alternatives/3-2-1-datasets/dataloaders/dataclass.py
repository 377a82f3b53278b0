"""a dataclass, and samplers in the place of shuffle"""

from dataclasses import dataclass

from torch.utils.data import RandomSampler


@dataclass
class DataLoaders:
    train: Any
    valid: Any

    @classmethod
    def from_dd(cls, dd, batch_size, as_tuple=True, drop_last=False, generator=None, **kwargs):
        splits = [name for name in ("valid", "validation", "test") if name in dd]
        if not splits or "train" not in dd:
            raise KeyError("splits")
        options = [
            {"sampler": RandomSampler(dd["train"], generator=generator), "drop_last": drop_last},
            {"drop_last": False},
        ]
        loaders = []
        for name, more in zip(("train", splits[0]), options):
            collate = collate_dict(dd[name]) if as_tuple else torch.utils.data.default_collate
            loaders.append(DataLoader(dd[name], batch_size, collate_fn=collate, **more, **kwargs))
        return cls(*loaders)
