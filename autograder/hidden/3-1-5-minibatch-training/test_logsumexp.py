"""Hidden tests of `logsumexp`: any axis, any volume, silence."""

import math

import torch

from autograder.testing import assert_close, diagnose, exercise, probe, rule, unchanged

by_hand = rule(
    forbid=["torch.logsumexp", "torch.logaddexp", "torch.softmax", "torch.log_softmax",
            "logcumsumexp", "softplus", "cross_entropy", "scipy"],
)  # fmt: skip


@exercise("logsumexp", points=0.75)
@diagnose("run the maximum, the sum and the squeeze along `dim`, whatever it is")
@by_hand
def test_any_axis_of_any_shape(student):
    "Works along every axis of tensors with one, two and three axes, also strided ones."
    x = torch.randn(2, 3, 5)
    for dim in (0, 1, 2, -1, -2):
        assert_close(student.logsumexp(x, dim=dim), torch.logsumexp(x, dim=dim))
    assert_close(student.logsumexp(x[0, 0], dim=0), torch.logsumexp(x[0, 0], dim=0))
    assert_close(student.logsumexp(x[:, :1, ::2], dim=1), torch.logsumexp(x[:, :1, ::2], dim=1))
    assert_close(student.logsumexp(x[:1], dim=2), torch.logsumexp(x[:1], dim=2))
    assert_close(student.logsumexp(x.mT, dim=2), torch.logsumexp(x.mT, dim=2))


@exercise("logsumexp", points=0.25)
@diagnose("keepdim=True leaves an axis of size 1, as it does for sum; without it the axis goes")
@by_hand
def test_keepdim_leaves_an_axis(student):
    "Keeps an axis of size 1 where keepdim=True asks for it."
    x = torch.randn(3, 1, 2)
    for dim in (0, 1, -1):
        expected = torch.logsumexp(x, dim=dim, keepdim=True)
        assert_close(student.logsumexp(x, dim=dim, keepdim=True), expected)


LOUD_AND_QUIET = [[1e4, 1e4 - 1.0, -1e4], [-1e4, -1e4 - 2.0, -1e4 + 1.0], [0.5, -0.5, 2.0]]


@exercise("logsumexp", points=0.5)
@diagnose("overflows: turn the scores down by their maximum, and up again behind the logarithm")
@by_hand
def test_survives_large_scores(student):
    "Works for scores near ±10,000."
    for row in torch.tensor(LOUD_AND_QUIET):
        assert_close(student.logsumexp(row, dim=0), torch.logsumexp(row, dim=0))


@exercise("logsumexp", points=0.5)
@diagnose("each row has its own maximum: take it along `dim`, with keepdim=True")
@by_hand
def test_loud_and_quiet_rows_together(student):
    "Works where a loud row stands beside a quiet one."
    x = torch.tensor(LOUD_AND_QUIET)
    assert_close(student.logsumexp(x, dim=1), torch.logsumexp(x, dim=1))
    assert_close(student.logsumexp(x.T, dim=0), torch.logsumexp(x, dim=1))


@exercise("logsumexp", points=0.5)
@diagnose("inf - inf is nan: where the maximum is infinite, turn down by 0")
@by_hand
def test_silence_stays_silence(student):
    "Gives -inf where all are silent, +inf where one is infinitely loud, and never nan."
    inf = math.inf
    x = torch.tensor([[-inf, -inf, -inf], [-inf, 3.0, -inf], [inf, 1.0, -inf], [1.0, 2.0, 3.0]])
    assert_close(student.logsumexp(x, dim=1), torch.logsumexp(x, dim=1))


@probe
def slope(student, x, dim):
    x = x.clone().requires_grad_()
    student.logsumexp(x, dim=dim).sum().backward()
    return x.grad


@exercise("logsumexp", points=0.25)
@diagnose("stay with torch's functions from x to the result, or no slope can flow back")
def test_slope_is_the_share(student):
    "Lets autograd through: the slope of each score is its share."
    x = torch.randn(3, 5, dtype=torch.float64)
    assert_close(student.run(slope, x, 1), torch.softmax(x, dim=1))


@exercise("logsumexp", points=0.25)
@diagnose("x -= … changes the caller's tensor, and a dtype written out loses digits")
@by_hand
def test_input_and_dtype_stay(student):
    "Leaves its input as it is and keeps float64."
    x = torch.randn(2, 7, dtype=torch.float64)
    with unchanged(x):
        result = student.logsumexp(x, dim=1)
    # one log and one sum in float64: rounding only
    assert_close(result, torch.logsumexp(x, dim=1), rtol=1e-12, atol=1e-12)
