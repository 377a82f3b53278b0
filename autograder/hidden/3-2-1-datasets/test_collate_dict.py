"""Hidden tests of `itemgetter` and `collate_dict`: keys in order, columns in the table's order."""

import operator

import torch

from autograder.testing import assert_close, diagnose, exercise, probe, raises, rule


@probe
def taken(student, keys, x):
    got = student.itemgetter(*keys)(x)
    return type(got).__name__, got


def same_as_pythons(student, keys, x):
    expected = operator.itemgetter(*keys)(x)
    assert student.run(taken, keys, x) == (type(expected).__name__, expected)


@exercise("collate-dict", points=0.25)
@rule(forbid=["operator.itemgetter"], function="itemgetter")
@diagnose("with one key the bare value, x[key]: no tuple around it")
def test_one_key(student):
    "itemgetter with one key gives the bare value."
    same_as_pythons(student, ["price"], {"item": "coat", "price": 30})
    same_as_pythons(student, [-1], [5, 7, 11])
    same_as_pythons(student, [slice(1, 3)], "trouser")
    same_as_pythons(student, [(1, 2)], {(1, 2): "seat"})


@exercise("collate-dict", points=0.25)
@diagnose("with several keys a tuple, x[key] for each key, in the order of the keys")
def test_several_keys(student):
    "itemgetter with several keys gives a tuple in their order, also with a key twice."
    same_as_pythons(student, ["b", "a"], {"a": 1, "b": 2, "c": 3})
    same_as_pythons(student, [2, 0, 2], (5, 7, 11))
    same_as_pythons(student, [0, slice(0, 2)], "bag")


@exercise("collate-dict", points=0.25)
@diagnose("x[key] raises KeyError by itself: let it; and no key at all is a TypeError")
def test_missing_keys(student):
    "itemgetter lets KeyError through, and refuses to be made without keys."
    with raises("KeyError"):
        student.run(taken, ["size"], {"price": 3})
    with raises("TypeError"):
        student.run(taken, [], {"price": 3})


@probe
def used_often(student):
    get = student.itemgetter("a", "b")
    return [get({"a": i, "b": -i}) for i in range(3)]


@exercise("collate-dict", points=0.25)
@diagnose("keep the keys in a tuple: a generator or iterator is used up by the first call")
def test_many_calls(student):
    "itemgetter can be called again and again."
    assert student.run(used_often) == [(0, 0), (1, -1), (2, -2)]


@probe
def lend(student):
    """Put torch's and Python's own in the place of the parts: mistakes there cost once."""
    import operator

    from IPython import get_ipython
    from torch.utils.data import default_collate

    get_ipython().user_ns.update(default_collate=default_collate, itemgetter=operator.itemgetter)


@probe
def collated(student, columns, rows):
    """Make a table with these columns, collate rows: the type and parts of the batch."""
    from datasets import Dataset

    ds = Dataset.from_dict({name: [0] for name in columns})
    got = student.collate_dict(ds)(rows)
    return type(got).__name__, list(got)


@exercise("collate-dict", points=0.5)
@diagnose("collate the rows, then take the columns by name: tuple(batch[name] for name in names)")
def test_columns_as_a_tuple(student):
    "collate_dict gives a tuple with one collated column for each column of the table."
    student.run(lend)
    x = torch.randn(3, 2, 5)
    rows = [{"image": x[i], "label": i, "name": f"no. {i}"} for i in range(3)]
    kind, (xb, yb, names) = student.run(collated, ["image", "label", "name"], rows)
    assert kind == "tuple"
    assert_close([xb, yb], [x, torch.arange(3)])
    assert list(names) == ["no. 0", "no. 1", "no. 2"]


@exercise("collate-dict", points=0.5)
@diagnose("the order is that of ds.features, neither that of the rows nor the alphabet's")
def test_order_of_the_table(student):
    "collate_dict keeps the order of the table, and drops what is no column of it."
    student.run(lend)
    rows = [{"extra": 9, "a": 1, "b": 2, "c": 3}, {"c": 30, "b": 20, "a": 10, "extra": 90}]
    _, got = student.run(collated, ["b", "c", "a"], rows)
    assert_close(got, [torch.tensor(v) for v in ([2, 20], [3, 30], [1, 10])])


@exercise("collate-dict", points=0.25)
@diagnose("itemgetter gives the bare column for one name: here it must be a tuple of one")
def test_single_column(student):
    "collate_dict gives a tuple of one for a table with one column."
    student.run(lend)
    kind, got = student.run(collated, ["x"], [{"x": 4}, {"x": 6}])
    assert kind == "tuple"
    assert_close(got, [torch.tensor([4, 6])])


@probe
def travelled(student):
    import pickle

    from datasets import Dataset

    ds = Dataset.from_dict({"x": list(range(5000)), "y": list(range(5000))})
    get = pickle.loads(pickle.dumps(student.itemgetter("y", "x")))
    packed = pickle.dumps(student.collate_dict(ds))
    batch = pickle.loads(packed)([{"x": 1, "y": 2}])
    return get({"x": 1, "y": 2}), [v.tolist() for v in batch], len(packed)


@exercise("collate-dict", points=0.5)
@diagnose("no function within a function and no lambda as an attribute: pickle must find a name")
def test_travels_to_workers(student):
    "Both can be pickled, and work on the other side."
    student.run(lend)
    got, batch, _ = student.run(travelled)
    assert got == (2, 1)
    assert batch == [[1], [2]]


@exercise("collate-dict", points=0.25)
@diagnose("keep the names only, not ds: the whole table would be sent to every worker")
def test_leaves_the_table_at_home(student):
    "collate_dict does not take the table along when it is pickled."
    student.run(lend)
    assert student.run(travelled)[2] < 5000
