"""The rows are stirred once, when the loader is made: every epoch has the same order.

Read again: the task: stirred anew in each epoch.
"""


class DataLoaders:
    """A loader to train with, one to measure with. Example: dls = DataLoaders.from_dd(dd, 64); dls.train"""

    def __init__(self, train: Any, valid: Any) -> None:
        self.train, self.valid = train, valid

    @classmethod
    def from_dd(
        cls,
        dd: Any,
        batch_size: int,
        as_tuple: bool = True,
        drop_last: bool = False,
        generator: torch.Generator | None = None,
        **kwargs: Any,
    ) -> "DataLoaders":
        """Load "train" stirred, and "valid", "validation" or "test" in order.

        Raises KeyError where a split is missing.
        """
        held_out = next((name for name in ("valid", "validation", "test") if name in dd), None)
        if "train" not in dd or held_out is None:
            raise KeyError(f'needs "train" and "valid", "validation" or "test", has {list(dd)}')

        def load(ds: Any, **more: Any) -> DataLoader:
            collate = collate_dict(ds) if as_tuple else default_collate
            return DataLoader(ds, batch_size, collate_fn=collate, **more, **kwargs)

        train = load(dd["train"].shuffle(seed=generator.initial_seed() if generator else None), drop_last=drop_last)
        return cls(train, load(dd[held_out]))
