"""Hidden tests of `softmax` and `log_softmax`: shares along any axis, and their logarithms."""

import math

import torch

from autograder.testing import assert_close, diagnose, exercise, rule, unchanged

by_hand = rule(
    forbid=["torch.softmax", "torch.log_softmax", "softmin", "cross_entropy", "Softmax",
            "LogSoftmax", "scipy"],
)  # fmt: skip


@exercise("softmax", points=0.5)
@diagnose("each share is divided by the sum along `dim`, kept with keepdim=True")
@by_hand
def test_shares_along_any_axis(student):
    "Gives shares that add up to 1 along the axis that was asked for."
    x = torch.randn(2, 3, 5)
    for dim in (0, 1, 2, -1, -2):
        assert_close(student.softmax(x, dim=dim), torch.softmax(x, dim=dim))
    assert_close(student.softmax(x[0].T, dim=0), torch.softmax(x[0].T, dim=0))
    assert_close(student.softmax(x[0, 0], dim=0), torch.softmax(x[0, 0], dim=0))


@exercise("softmax", points=0.5)
@diagnose("a log share is the score minus logsumexp along `dim`, kept with keepdim=True")
@by_hand
def test_log_shares_along_any_axis(student):
    "Gives logarithms of shares along the axis that was asked for."
    x = torch.randn(3, 2, 5, dtype=torch.float64)
    with unchanged(x):
        for dim in (0, 1, 2, -1, -2):
            assert_close(student.log_softmax(x, dim=dim), torch.log_softmax(x, dim=dim))
    assert_close(student.log_softmax(x[0, 0], dim=0), torch.log_softmax(x[0, 0], dim=0))


@exercise("softmax", points=0.5)
@diagnose("inf / inf is nan: turn the scores down first, that changes no share")
@by_hand
def test_shares_of_large_scores(student):
    "Gives shares, not nan, for scores near ±10,000 and for kinds that are switched off."
    x = torch.tensor([[1e4, 1e4 - 1.0, 0.0], [-1e4, -1e4, -1e4], [-math.inf, 2.0, 1.0]])
    with unchanged(x):
        shares = student.softmax(x, dim=1)
    # float32 scores of 10,000 are exact; a logsumexp there is rounded to a thousandth
    assert_close(shares, torch.softmax(x, dim=1), rtol=0, atol=1e-3)


@exercise("softmax", points=0.5)
@diagnose("a tiny share is rounded to 0 and its log is -inf: never go through the share")
@by_hand
def test_logs_of_tiny_shares(student):
    "Gives finite logarithms for shares too small for float32."
    x = torch.tensor([[0.0, 200.0, 150.0], [-1e4, 1e4, 0.0], [3.0, 3.0, -500.0]])
    assert_close(student.log_softmax(x, dim=1), torch.log_softmax(x, dim=1))
