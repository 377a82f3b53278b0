"""Hidden tests of `numeric_slope` and `slopes_agree`: an instrument that needs no formula."""

import math

import torch

from autograder.testing import assert_close, diagnose, exercise, probe, rule

no_autograd = rule(forbid=["backward", "grad", "gradcheck", "jacobian", "func.grad", "vjp"])


@probe
def nudged(student, x, h):
    """Slopes of a function that ties all numbers of x together; and x afterwards."""

    def f(x):
        return (x.exp() * x.sum()).sum() + x.pow(4).sum()

    before = x.clone()
    slopes = student.numeric_slope(f, x) if h is None else student.numeric_slope(f, x, h)
    return slopes, bool((x == before).all())


def by_formula(x):
    x = x.double()
    return x.exp() * x.sum() + x.exp().sum() + 4 * x**3


@exercise("slope-check", points=0.75)
@diagnose("nudge one number at a time, and both ways: (f(x + h) - f(x - h)) / (2 * h)")
@no_autograd
def test_slope_of_each_number(student):
    "Finds the slope at each number of x."
    for x in (torch.randn(3).double(), torch.randn(2, 3).double(), torch.randn(5, 2).double().T):
        slopes, _ = student.run(nudged, x, None)
        # both ways: the error is h squared, 1e-10, times the bend
        assert_close(slopes, by_formula(x), rtol=1e-7, atol=1e-7)
    one = torch.tensor(0.7).double()
    assert_close(student.run(nudged, one, None)[0], by_formula(one), rtol=1e-7, atol=1e-7)


@exercise("slope-check", points=0.5)
@diagnose("x.detach().double() first: f must see float64")
@no_autograd
def test_float64_for_float32(student):
    "Works in float64 when x is float32."
    x = torch.randn(3)
    assert_close(student.run(nudged, x, None)[0], by_formula(x), rtol=1e-7, atol=1e-7)


@exercise("slope-check", points=0.25)
@diagnose("the nudge is the argument h")
@no_autograd
def test_uses_h(student):
    "Nudges by h: a large nudge sees the bend."
    x = torch.tensor([1.0]).double()
    slopes, _ = student.run(nudged, x, 0.5)
    # exact for both ways: (x e^x + x^4) between 1.5 and 0.5
    wanted = 1.5 * math.exp(1.5) + 1.5**4 - 0.5 * math.exp(0.5) - 0.5**4
    assert_close(slopes, torch.tensor([wanted], dtype=torch.float64), rtol=1e-9)


@exercise("slope-check", points=0.25)
@diagnose("nudge a copy: x itself must come out as it went in")
@no_autograd
def test_x_stays(student):
    "Leaves x as it is, also when it is float64 already."
    assert student.run(nudged, torch.randn(2, 3).double(), None)[1]
    assert student.run(nudged, torch.randn(3), None)[1]


@probe
def verdicts(student, x, candidates, tol):
    def f(x):
        return (x**3).sum()

    answers = [
        student.slopes_agree(f, x, g) if tol is None else student.slopes_agree(f, x, g, tol)
        for g in candidates
    ]
    return [type(a) is bool and a for a in answers], [bool(a) for a in answers]


X = torch.tensor([[1.0, -2.0, 0.5], [0.0, 3.0, 10.0]])


@exercise("slope-check", points=0.5)
@diagnose("every number must be near: .all(); a single wrong one is a wrong gradient")
def test_one_wrong_number_is_caught(student):
    "Accepts a right gradient, and rejects one that is wrong at a single place, either way."
    right = 3 * X.double() ** 2
    planted = []
    for place in ((0, 0), (1, 0), (1, 2)):
        for error in (0.01, -0.01):
            wrong = right.clone()
            wrong[place] += error
            planted.append(wrong)
    strict, loose = student.run(verdicts, X, [right, *planted, -right], None)
    assert strict == [True] + 7 * [False]
    assert not any(loose[1:])


@exercise("slope-check", points=0.25)
@diagnose("at most tol * (1 + |s|), with the s of each number")
def test_tolerance(student):
    "Judges small slopes absolutely and large ones relatively, by tol."
    right = 3 * X.double() ** 2
    near, far = right + 0.9e-3 * (1 + right), right - 1.1e-3 * (1 + right)
    slip = right.clone()
    slip[1, 0] = 1.2e-3
    agree = student.run(verdicts, X, [near, far, slip], 1e-3)[1]
    assert agree == [True, False, False]
    slip[1, 0] = 0.9e-6
    assert student.run(verdicts, X, [slip, near], None)[1] == [True, False]


@exercise("slope-check", points=0.25)
@diagnose("the shapes must be equal: compare them before the numbers")
def test_other_shapes_are_wrong(student):
    "Rejects another shape, also one that broadcasts."
    x = torch.ones(2, 3)
    right = torch.full((2, 3), 3.0).double()
    candidates = [right[:, :1], right[0], right[0, 0], right.T, right[None]]
    assert student.run(verdicts, x, candidates, None)[1] == 5 * [False]


@exercise("slope-check", points=0.25)
@diagnose("nan > tol is False: ask whether all are near, not whether one is far")
def test_nan_never_agrees(student):
    "Rejects nan and infinity."
    right = 3 * X.double() ** 2
    candidates = []
    for bad in (math.nan, math.inf):
        g = right.clone()
        g[0, 1] = bad
        candidates.append(g)
    assert student.run(verdicts, X, candidates, None)[1] == [False, False]
