"""no inner function: both loaders in full"""


class DataLoaders:
    def __init__(self, train, valid):
        self.train = train
        self.valid = valid

    @classmethod
    def from_dd(
        cls, dd, batch_size, as_tuple=True, drop_last=False, generator=None, **kwargs
    ):
        train_ds = dd["train"]
        for name in ["valid", "validation", "test"]:
            if name in dd:
                valid_ds = dd[name]
                break
        else:
            raise KeyError("nothing to measure with")
        collate_train = collate_dict(train_ds) if as_tuple else None
        collate_valid = collate_dict(valid_ds) if as_tuple else None
        return cls(
            DataLoader(
                train_ds,
                batch_size=batch_size,
                shuffle=True,
                drop_last=drop_last,
                generator=generator,
                collate_fn=collate_train,
                **kwargs,
            ),
            DataLoader(valid_ds, batch_size=batch_size, collate_fn=collate_valid, **kwargs),
        )
