"""Hidden tests of `to_tensor` and `on_column`: pictures become tensors when they are asked for."""

import numpy as np
import torch

from autograder.testing import assert_close, diagnose, exercise, probe


@probe
def converted(student, pixels):
    import PIL.Image

    return student.to_tensor(PIL.Image.fromarray(pixels))


@exercise("with-transform", points=0.5)
@diagnose("grey: float32, an axis for the one channel in front, divided by 255")
def test_grey_pictures(student):
    "to_tensor makes (1, h, w) of a grey picture, float32 in 0..1."
    for h, w in ((2, 3), (5, 2), (3, 1)):
        pixels = np.random.default_rng(h).integers(256, size=(h, w), dtype=np.uint8)
        # a division in float32 or float64
        expected = torch.from_numpy(pixels).float()[None] / 255
        assert_close(student.run(converted, pixels), expected, rtol=1e-5, atol=1e-6)


@exercise("with-transform", points=0.5)
@diagnose("colour: move the last axis to the front, permute(2, 0, 1); no pixel changes its place")
def test_coloured_pictures(student):
    "to_tensor makes (3, h, w) of a coloured picture, every pixel in its place."
    for h, w in ((2, 3), (5, 2), (3, 4)):
        pixels = np.random.default_rng(h).integers(256, size=(h, w, 3), dtype=np.uint8)
        got = student.run(converted, pixels)
        assert got.shape == (3, h, w)
        for c in range(3):
            expected = torch.from_numpy(pixels[:, :, c].copy()).float() / 255
            assert_close(got[c], expected, rtol=1e-5, atol=1e-6)


@probe
def applied(student, batch, name):
    """Apply "plus 100" to a column: the result, whether it is the batch, and the old list after."""
    old = list(batch[name])
    column = batch[name]
    got = student.on_column(name, lambda v: v + 100)(batch)
    return {k: list(v) for k, v in got.items()}, column == old


@exercise("with-transform", points=0.5)
@diagnose("batch[name] is a list: put [f(v) for v in batch[name]] in its place, return the batch")
def test_changes_one_column(student):
    "on_column applies f to each value of its column; the other columns stay as they are."
    batch = {"x": [1, 2, 3], "y": [4, 5, 6]}
    for name in ("x", "y"):
        got, _ = student.run(applied, batch, name)
        assert got == {**batch, name: [v + 100 for v in batch[name]]}
    assert student.run(applied, {"only": [0]}, "only")[0] == {"only": [100]}


@exercise("with-transform", points=0.25)
@diagnose("make a new list: writing into the old one changes data that is not yours")
def test_old_list_stays(student):
    "on_column leaves the list that it was given as it was."
    assert student.run(applied, {"x": [1, 2, 3]}, "x")[1]


@probe
def without_column(student):
    return student.on_column("image", lambda v: v + 100)({"label": [3, 1]})


@exercise("with-transform", points=0.25)
@diagnose("ask `if name in batch` first, and return the batch in either case")
def test_batch_without_the_column(student):
    "on_column lets a batch pass that does not have the column."
    assert student.run(without_column) == {"label": [3, 1]}


@probe
def from_dataset(student, xs):
    from datasets import Dataset

    asked = []

    def note(v):
        asked.append(v)
        return v * 10

    ds = Dataset.from_dict({"x": xs, "y": list(range(len(xs)))})
    lazy = ds.with_transform(student.on_column("x", note))
    before = len(asked)
    row, some = lazy[1], lazy[2:4]
    return before, dict(row), {k: list(v) for k, v in some.items()}, asked, ds[1]


@exercise("with-transform", points=0.5)
@diagnose("f is for the values that are asked for, once each: nothing is computed ahead")
def test_waits_until_asked(student):
    "In with_transform it computes what is asked for, when it is asked for, once."
    before, row, some, asked, plain = student.run(from_dataset, [5, 7, 11, 13, 17])
    assert before == 0
    assert row == {"x": 70, "y": 1}
    assert some == {"x": [110, 130], "y": [2, 3]}
    assert asked == [7, 11, 13]
    assert plain == {"x": 7, "y": 1}


@probe
def travelled(student):
    import pickle

    packed = pickle.dumps(student.on_column("x", abs))
    return pickle.loads(packed)({"x": [-2, 3], "y": ["a", "b"]})


@exercise("with-transform", points=0.5)
@diagnose(
    "a function within a function, or a lambda, cannot be pickled: keep name and f as attributes"
)
def test_travels_to_workers(student):
    "on_column(…) can be pickled, and works on the other side."
    assert student.run(travelled) == {"x": [2, 3], "y": ["a", "b"]}
