"""Hidden tests of `standardize`: one property each, with other sizes than the visible check."""

import torch

from autograder.testing import assert_close, diagnose, exercise, unchanged


def by_torch(x, dim):
    return (x - x.mean(dim, keepdim=True)) / x.std(dim, correction=0, keepdim=True)


@exercise("standardize", points=0.5)
@diagnose("the variance is the mean of the squares: divide by n, and do not forget the root")
def test_values_along_the_last_axis(student):
    "Standardizes rows of 5 numbers, a single row too, also of strided inputs."
    for x in (torch.randn(3, 5), 100 + 10 * torch.randn(1, 5), torch.randn(5, 2).T):
        expected = by_torch(x, -1)
        # sums of a few float32: a few units in the last place
        assert_close(student.standardize(x), expected, rtol=1e-4, atol=1e-4)


@exercise("standardize", points=0.5)
@diagnose("use dim in every mean, with keepdim=True")
def test_along_any_axis(student):
    "Standardizes along each axis of a 3-d tensor."
    for dim in (0, 1, 2, -2):
        x = torch.randn(2, 3, 5)
        expected = by_torch(x, dim)
        assert_close(student.standardize(x, dim), expected, rtol=1e-4, atol=1e-4)


@exercise("standardize", points=0.5)
@diagnose("divide by the standard deviation, which is the root of the variance")
def test_long_rows_have_spread_one(student):
    "Gives rows of 1000 numbers a spread of 1, to a percent."
    z = student.standardize(5 * torch.randn(2, 1000))
    assert_close(z.std(dim=-1), torch.ones(2), rtol=0.01, atol=0)


@exercise("standardize", points=0.25)
@diagnose("new tensors take the dtype of x: leave .float() and dtype= out")
def test_keeps_the_dtype(student):
    "Gives float64 back as float64, with all its digits."
    x = torch.randn(2, 3, dtype=torch.float64)
    expected = by_torch(x, -1)
    assert_close(student.standardize(x), expected)


@exercise("standardize", points=0.25)
@diagnose("x -= … changes the caller's tensor: write x = x - …")
def test_leaves_x_as_it_is(student):
    "Leaves its input unchanged."
    x = torch.randn(2, 3)
    with unchanged(x):
        student.standardize(x)
