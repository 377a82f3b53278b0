"""Hidden tests of `Dataset` and `collate`: pairs, and pairs stacked into a batch."""

import torch

from autograder.testing import assert_close, diagnose, exercise, probe, raises


@exercise("dataset", points=0.5)
@diagnose("ds[i] is the pair (x[i], y[i]), and len(ds) counts pairs")
def test_items_are_pairs(student):
    "Gives inputs and targets in step, from tensors and from lists."
    x, y = torch.randn(5, 2, 3), torch.tensor([3, 1, 4, 1, 5])
    ds = student.Dataset(x, y)
    assert len(ds) == 5
    for i in (0, 3, -1):
        assert_close(list(ds[i]), [x[i], y[i]])
    words = student.Dataset(["boot", "bag"], [9, 8])
    assert len(words) == 2
    assert list(words[1]) == ["bag", 8]


@exercise("dataset", points=0.25)
@diagnose("compare the two lengths when the dataset is made, and raise ValueError")
def test_unequal_lengths_are_refused(student):
    "Raises ValueError where there are more inputs than targets, or fewer."
    for n, m in ((3, 2), (2, 3), (1, 0)):
        with raises("ValueError"):
            student.Dataset(torch.zeros(n, 2), torch.zeros(m))


@exercise("dataset", points=0.5)
@diagnose("torch.stack puts the samples on top of each other, under a new first axis")
def test_tensors_are_stacked(student):
    "Stacks tensors of any shape under a new first axis, in order, also a single sample."
    for n in (1, 3):
        xs, ys = torch.randn(n, 2, 5), torch.randn(n)
        batch = student.collate([(xs[i], ys[i]) for i in range(n)])
        assert_close(list(batch), [xs, ys])
    whole = torch.tensor([[1, 2], [3, 4]])
    assert_close(list(student.collate([(whole[0], whole[1]), (whole[1], whole[0])])),
                 [whole, whole.flip(0)])  # fmt: skip


@exercise("dataset", points=0.5)
@diagnose("there may be two fields or more, and a field may hold numbers: as_tensor, then stack")
def test_numbers_and_further_fields(student):
    "Stacks plain numbers too, and as many fields as a sample has."
    x = torch.randn(2, 3)
    batch = student.collate([(x[0], 7, 0.5), (x[1], 2, -1.0)])
    assert_close(list(batch), [x, torch.tensor([7, 2]), torch.tensor([0.5, -1.0])])
    batch = student.collate([(1, 2), (3, 4), (5, 6)])
    assert_close(list(batch), [torch.tensor([1, 3, 5]), torch.tensor([2, 4, 6])])


@probe
def collated_stream(student, xs):
    return [part for part in student.collate((x, i) for i, x in enumerate(xs))]


@exercise("dataset", points=0.25)
@diagnose("a generator can be walked once: read it once, into a list or by zip(*samples)")
def test_samples_may_be_a_stream(student):
    "Takes samples from a generator, which can be walked only once."
    xs = torch.randn(3, 2)
    assert_close(student.run(collated_stream, xs), [xs, torch.arange(3)])
