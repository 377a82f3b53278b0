"""Hidden tests of `DataLoaders`: two loaders that differ where they must, and agree elsewhere."""

from itertools import chain

from autograder.testing import diagnose, exercise, probe, raises


@probe
def lend(student):
    """Put right parts in the place of the student's own collating: mistakes there cost once."""
    from operator import itemgetter

    from IPython import get_ipython
    from torch.utils.data import default_collate

    def collate_dict(ds):
        names = list(ds.features)
        return lambda rows: tuple(map(default_collate(rows).get, names))

    parts = {"collate_dict": collate_dict, "default_collate": default_collate}
    get_ipython().user_ns.update(parts, itemgetter=itemgetter)


@probe
def held(student):
    train, valid = object(), [1, 2]
    pair = student.DataLoaders(train, valid)
    return pair.train is train, pair.valid is valid


@exercise("dataloaders", points=0.25)
@diagnose("self.train, self.valid = train, valid, and nothing else")
def test_holds_two_loaders(student):
    "DataLoaders(train, valid) keeps the two, whatever they are."
    assert student.run(held) == (True, True)


@probe
def loaded(student, splits, options, epochs=1):
    """Make loaders from splits (name -> first number and length): the batches of both.

    A row is {"x": number + 0.5, "y": number}. Batches come as lists of lists, with their type.
    """
    import torch
    from datasets import Dataset, DatasetDict

    if "seed" in options:
        options["generator"] = torch.Generator().manual_seed(options.pop("seed"))
    tables = {}
    for name, (first, n) in splits.items():
        numbers = list(range(first, first + n))
        tables[name] = Dataset.from_dict({"x": [i + 0.5 for i in numbers], "y": numbers})
    dls = student.DataLoaders.from_dd(DatasetDict(tables), **options)

    def plain(batch):
        columns = batch.values() if isinstance(batch, dict) else batch
        names = list(batch) if isinstance(batch, dict) else None
        return type(batch).__name__, names, [c.tolist() for c in columns]

    def walk(dl):
        return [plain(batch) for batch in dl]

    return {
        "train": [walk(dls.train) for _ in range(epochs)],
        "valid": [walk(dls.valid) for _ in range(epochs)],
    }


def numbers(epoch):
    """The numbers y of each batch of an epoch."""
    return [columns[1] for _, _, columns in epoch]


@exercise("dataloaders", points=0.5)
@diagnose(
    'dd["train"] by its name, with shuffle=True: each row once an epoch, batch_size at a time'
)
def test_training_rows(student):
    "Trains on all rows of the split train, batch_size at a time, stirred anew in each epoch."
    student.run(lend)
    for splits in (
        {"train": (0, 23), "test": (100, 5)},
        {"test": (100, 5), "train": (0, 23)},
    ):
        got = student.run(loaded, splits, {"batch_size": 5}, epochs=3)["train"]
        orders = [numbers(epoch) for epoch in got]
        for order in orders:
            assert [len(batch) for batch in order] == [5, 5, 5, 5, 3]
            assert sorted(chain.from_iterable(order)) == list(range(23))
        assert orders[0] != orders[1] or orders[1] != orders[2]


@exercise("dataloaders", points=0.5)
@diagnose("measuring goes through all rows in order: no shuffle")
def test_validation_rows(student):
    "Measures on all rows of the held-out split, in order, in every epoch."
    student.run(lend)
    got = student.run(loaded, {"train": (0, 3), "test": (100, 7)}, {"batch_size": 3}, epochs=2)[
        "valid"
    ]
    expected = [[100, 101, 102], [103, 104, 105], [106]]
    assert [numbers(epoch) for epoch in got] == [expected] * 2


@exercise("dataloaders", points=0.5)
@diagnose('the first of "valid", "validation", "test" that is in dd, wherever it stands there')
def test_which_split_measures(student):
    "Measures on valid before validation before test, in whatever order dd has them."
    student.run(lend)
    cases = [
        ({"test": (100, 2), "train": (0, 3), "validation": (200, 2)}, 200),
        ({"test": (100, 2), "validation": (200, 2), "valid": (300, 2), "train": (0, 3)}, 300),
        ({"valid": (300, 2), "test": (100, 2), "train": (0, 3)}, 300),
        ({"extra": (400, 2), "train": (0, 3), "test": (100, 2)}, 100),
    ]
    for splits, first in cases:
        got = student.run(loaded, splits, {"batch_size": 2})
        assert numbers(got["valid"][0]) == [[first, first + 1]]
        assert sorted(chain.from_iterable(numbers(got["train"][0]))) == [0, 1, 2]


@exercise("dataloaders", points=0.25)
@diagnose("without a split to train or to measure raise KeyError: do not take just any other")
def test_missing_splits(student):
    "Raises KeyError where train is missing, or all of valid, validation and test."
    student.run(lend)
    for splits in ({"train": (0, 3)}, {"test": (0, 3)}, {"train": (0, 3), "extra": (9, 3)}):
        with raises("KeyError"):
            student.run(loaded, splits, {"batch_size": 2})


@exercise("dataloaders", points=0.5)
@diagnose("as_tuple=True: collate_dict(ds) of each table; as_tuple=False: dictionaries, for both")
def test_tuples_or_dictionaries(student):
    "Both loaders give tuples, or with as_tuple=False dictionaries."
    student.run(lend)
    splits = {"train": (0, 2), "test": (100, 2)}
    for options, kind, names in (({}, "tuple", None), ({"as_tuple": False}, "dict", ["x", "y"])):
        got = student.run(loaded, splits, {"batch_size": 2, **options})
        for which in ("train", "valid"):
            ((found, found_names, _),) = got[which][0]
            assert (found, found_names) == (kind, names)
        assert got["valid"][0][0][2] == [[100.5, 101.5], [100, 101]]


@exercise("dataloaders", points=0.25)
@diagnose("drop_last is for the training loader only: measuring must see every row")
def test_drop_last_concerns_training(student):
    "drop_last leaves out a ragged batch in training, and nothing in measuring."
    student.run(lend)
    splits = {"train": (0, 7), "test": (100, 7)}
    got = student.run(loaded, splits, {"batch_size": 3, "drop_last": True})
    assert [len(batch) for batch in numbers(got["train"][0])] == [3, 3]
    assert [len(batch) for batch in numbers(got["valid"][0])] == [3, 3, 1]


@exercise("dataloaders", points=0.25)
@diagnose("give the generator to the training loader: it alone decides the order")
def test_generator_decides_the_order(student):
    "Equal generators give equal orders, different ones different orders."
    student.run(lend)
    splits = {"train": (0, 31), "test": (100, 2)}
    one, same, other = (
        student.run(loaded, splits, {"batch_size": 31, "seed": seed})["train"] for seed in (5, 5, 6)
    )
    assert one == same
    assert one != other


@probe
def with_options(student, options):
    """Make loaders with these options: what each of them has of them."""
    from datasets import Dataset, DatasetDict

    ds = Dataset.from_dict({"x": [1, 2]})
    dls = student.DataLoaders.from_dd(DatasetDict({"train": ds, "test": ds}), 2, **options)
    return [{name: getattr(dl, name) for name in options} for dl in (dls.train, dls.valid)]


@exercise("dataloaders", points=0.5)
@diagnose("hand **kwargs to both loaders")
def test_options_reach_both(student):
    "num_workers, timeout and the like reach both loaders."
    student.run(lend)
    options = {"num_workers": 1, "timeout": 8}
    assert student.run(with_options, options) == [options, options]


@probe
def own_kind(student):
    from datasets import Dataset, DatasetDict

    class Mine(student.DataLoaders):
        pass

    ds = Dataset.from_dict({"x": [1, 2]})
    return type(Mine.from_dd(DatasetDict({"train": ds, "valid": ds}), 2)) is Mine


@probe
def transformed(student):
    """Load through a transform: its calls in one epoch of 6 rows, and the first batch."""
    from datasets import Dataset, DatasetDict

    calls = []

    def times_ten(batch):
        calls.append(len(batch["x"]))
        return {"x": [v * 10 for v in batch["x"]]}

    ds = Dataset.from_dict({"x": list(range(6))}).with_transform(times_ten)
    dls = student.DataLoaders.from_dd(DatasetDict({"train": ds, "valid": ds}), 3)
    before = len(calls)
    return before, [xb.tolist() for (xb,) in dls.valid]


@exercise("dataloaders", points=0.25)
@diagnose("hand the split itself to DataLoader: its transform runs when a batch is fetched")
def test_transforms_run_when_fetched(student):
    "Rows pass through the transform of their split when they are fetched, not before."
    student.run(lend)
    assert student.run(transformed) == (0, [[0, 10, 20], [30, 40, 50]])


@exercise("dataloaders", points=0.25)
@diagnose("@classmethod gets the class as cls: make the object with cls(train, valid)")
def test_subclasses_get_their_own_kind(student):
    "from_dd of a subclass gives an object of the subclass."
    student.run(lend)
    assert student.run(own_kind)
