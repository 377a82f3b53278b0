"""Hidden tests of `default_collate`: torch's own, built from one law and its leaves."""

import numpy as np
import torch
from torch.utils.data import default_collate

from autograder.testing import assert_close, diagnose, exercise, probe, raises


@probe
def close_torch(student):
    """Let torch's collating raise, under whatever name the answer may know it."""
    import torch.utils.data._utils.collate as theirs

    def closed(*args, **kwargs):
        raise PermissionError("build the batch yourself: torch's collate is closed here")

    for name in ("collate", "default_collate", "default_convert"):
        getattr(theirs, name).__code__ = closed.__code__


def check(student, samples):
    """Compare with torch's own: structure, names in order, dtypes, values."""
    student.run(close_torch)
    same(student.default_collate(samples), default_collate(samples))


def same(got, expected):
    if isinstance(expected, dict):
        assert isinstance(got, dict)
        assert list(got) == list(expected)
        for name, part in expected.items():
            same(got[name], part)
    elif isinstance(expected, list | tuple):
        assert isinstance(got, list | tuple)
        assert len(got) == len(expected)
        for one, other in zip(got, expected, strict=True):
            same(one, other)
    else:
        assert isinstance(got, torch.Tensor) == isinstance(expected, torch.Tensor)
        assert_close(got, expected, rtol=0, atol=0)


@exercise("default-collate", points=0.5)
@diagnose("torch.stack: a new first axis, the dtype of the samples")
def test_tensors(student):
    "Stacks tensors of any shape and dtype under a new first axis, also a single one."
    x = torch.randn(5, 3, 2)
    check(student, [x[0], x[1], x[2]])
    check(student, [x[4].T])
    check(student, [torch.tensor(2.5), torch.tensor(1.5)])
    check(
        student, [torch.tensor([1, 2], dtype=torch.int16), torch.tensor([3, 4], dtype=torch.int16)]
    )
    check(student, [torch.tensor([True, False]), torch.tensor([False, False])])


@exercise("default-collate", points=0.5)
@diagnose("Python's float becomes float64, int int64, bool bool: what torch's own gives")
def test_numbers(student):
    "Makes tensors of Python's numbers: float64, int64, bool."
    check(student, [0.1, -2.5, 3.0])
    check(student, [3, 1, 2])
    check(student, [True, False, True])
    check(student, [7])


@probe
def of_numpy_numbers(student, array):
    return student.default_collate(list(array))  # numpy's numbers, which do not travel


@exercise("default-collate", points=0.5)
@diagnose("numpy before Python's float: np.stack, then torch.from_numpy keeps the dtype")
def test_numpy(student):
    "Makes tensors of numpy arrays and numbers, and keeps their dtype."
    for dtype in (np.float32, np.float64, np.int64, np.uint8):
        check(student, [np.arange(6, dtype=dtype).reshape(2, 3), np.ones((2, 3), dtype=dtype)])
        numbers = np.array([3, 1, 2], dtype=dtype)
        same(student.run(of_numpy_numbers, numbers), torch.from_numpy(numbers))


@exercise("default-collate", points=0.25)
@diagnose("a text is a leaf: give the list of texts as it is")
def test_texts(student):
    "Leaves texts and bytes alone, in a list."
    student.run(close_torch)
    for samples in (["coat", "bag", ""], ["a", "b"], [b"xy", b"z"]):
        assert list(student.default_collate(samples)) == samples


@exercise("default-collate", points=0.5)
@diagnose("ask every sample for the name, sample[k]: the order of a dictionary is chance")
def test_dictionaries_by_name(student):
    "Collates dictionaries by name, in whatever order a sample has its names."
    check(student, [{"x": torch.ones(2), "y": 3}, {"x": torch.zeros(2), "y": 5}])
    check(
        student,
        [{"b": 1, "a": 2.0, "c": "u"}, {"c": "v", "a": 0.5, "b": 3}, {"a": 1.0, "b": 5, "c": "w"}],
    )


@exercise("default-collate", points=0.5)
@diagnose("zip(*samples) gives place by place; collate each")
def test_tuples_and_lists(student):
    "Collates tuples and lists place by place."
    check(student, [(torch.ones(2), 7), (torch.zeros(2), 2), (torch.ones(2), 1)])
    check(student, [[1, 2.5, "a"], [3, 4.5, "b"]])
    check(student, [(5,)])


@exercise("default-collate", points=0.5)
@diagnose("a container inside a container is collated by calling the function again")
def test_any_depth(student):
    "Collates dictionaries in tuples in dictionaries, to any depth."

    def sample(i):
        inner = {"z": (torch.tensor([i, i]), {"w": [np.array([i]), f"name {i}"]})}
        return ({"p": {"q": {"r": 0.5 * i}}}, [inner, (i, (i + 1, (i + 2,)))])

    check(student, [sample(i) for i in range(3)])


@exercise("default-collate", points=0.25)
@diagnose("zip cuts to the shortest: strict=True, or compare the lengths")
def test_refuses_unequal_lengths(student):
    "Refuses tuples of different lengths, and loses no place silently."
    check(student, [(1, 2), (3, 4)])
    for samples in ([(1, 2), (3,)], [(1,), (2, 3)], [{"x": [1, 2]}, {"x": [1, 2, 3]}]):
        with raises("ValueError", "RuntimeError"):
            student.default_collate(samples)


@exercise("default-collate", points=0.25)
@diagnose("behind all the cases: raise TypeError")
def test_refuses_what_it_does_not_know(student):
    "Raises TypeError for None and other things, also deep inside."
    student.run(close_torch)
    for samples in ([None, None], [{"x": None}], [(1, {2})], [{3, 4}]):
        with raises("TypeError"):
            student.default_collate(samples)


@probe
def collated_twice(student, samples):
    """Collate the same samples twice: are they as before, and does the batch share memory?"""
    import copy

    before = copy.deepcopy(samples)
    batch = student.default_collate(samples)
    batch["x"].add_(100)
    batch["text"].append("more") if isinstance(batch["text"], list) else None
    same = all(
        (a["x"] == b["x"]).all() and a["text"] == b["text"] and list(a) == list(b)
        for a, b in zip(samples, before, strict=True)
    )
    return bool(same), len(samples)


@exercise("default-collate", points=0.25)
@diagnose("build new things: pop, append or += on what you were lent changes the data itself")
def test_samples_stay(student):
    "Leaves the samples as they were."
    student.run(close_torch)
    samples = [{"x": torch.ones(2) * i, "text": str(i)} for i in range(3)]
    assert student.run(collated_twice, samples) == (True, 3)
