"""what both share stands in one dictionary"""


class DataLoaders:
    def __init__(self, *loaders):
        self.train, self.valid = loaders

    @classmethod
    def from_dd(cls, dd, batch_size, as_tuple=True, drop_last=False, generator=None, **kwargs):
        train = dd["train"]
        found = {"valid", "validation", "test"} & set(dd)
        if not found:
            raise KeyError(f"only {list(dd)}")
        valid = dd[max(found, key=["test", "validation", "valid"].index)]
        both = {"batch_size": batch_size, **kwargs}
        if as_tuple:
            both["collate_fn"] = collate_dict(train)
        loader = torch.utils.data.DataLoader(
            train, shuffle=True, generator=generator, drop_last=drop_last, **both
        )
        return cls(loader, torch.utils.data.DataLoader(valid, shuffle=False, **both))
