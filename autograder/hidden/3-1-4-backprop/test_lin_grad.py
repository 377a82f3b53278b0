"""Hidden tests of `lin_grad`: the way back through out = inp @ w + b, against autograd."""

import torch

from autograder.testing import assert_close, diagnose, exercise, probe, rule

by_hand = rule(forbid=["backward", "autograd", "requires_grad_"])


@probe
def walked_back(student, inp, w, b, behind, before, times):
    """Walk back `times` times from out.g = behind, with slopes `before` already there."""
    out = inp @ w + b
    out.g = behind
    for t, g in zip((inp, w, b), before):
        if g is not None:
            t.g = g
    kept = [t.clone() for t in (inp, w, b, behind)]
    returned = None
    for _ in range(times):
        returned = student.lin_grad(inp, out, w, b)
    same = all(bool((t == k).all()) for t, k in zip((inp, w, b, out.g), kept))
    return [inp.g, w.g, b.g], same, returned is None


def case(n, i, j):
    inp, w, b, behind = torch.randn(n, i), torch.randn(i, j), torch.randn(j), torch.randn(n, j)
    return [t.double() for t in (inp, w, b, behind)]


def by_autograd(inp, w, b, behind):
    leaves = [t.clone().requires_grad_() for t in (inp, w, b)]
    return torch.autograd.grad(leaves[0] @ leaves[1] + leaves[2], leaves, behind)


NONE = [None, None, None]


def compare_one(student, place):
    for sizes in ((3, 5, 2), (2, 3, 3), (1, 2, 5), (5, 3, 1)):
        args = case(*sizes)
        slopes, _, _ = student.run(walked_back, *args, NONE, 1)
        assert_close(slopes[place], by_autograd(*args)[place])


@exercise("lin-grad", points=0.75)
@diagnose("inp.g: paths through every output of the own row, out.g @ w.T")
@by_hand
def test_slopes_of_inputs(student):
    "inp.g agrees with autograd in float64, for any batch."
    compare_one(student, 0)


@exercise("lin-grad", points=0.75)
@diagnose("w.g: paths through every row, added up, inp.T @ out.g")
@by_hand
def test_slopes_of_weights(student):
    "w.g agrees with autograd in float64, for any batch."
    compare_one(student, 1)


@exercise("lin-grad", points=0.5)
@diagnose("b.g: b is added in every row, add up the rows of out.g")
@by_hand
def test_slopes_of_the_bias(student):
    "b.g agrees with autograd in float64, for any batch."
    compare_one(student, 2)


@exercise("lin-grad", points=0.75)
@diagnose("slopes that were there stay, yours are added: add_g for all three")
@by_hand
def test_adds_to_what_is_there(student):
    "Adds to slopes that are already there, from elsewhere or from a first walk."
    args = case(3, 5, 2)
    there = [torch.randn_like(t) for t in args[:3]]
    wanted = by_autograd(*args)
    once, _, _ = student.run(walked_back, *args, there, 1)
    twice, _, _ = student.run(walked_back, *args, NONE, 2)
    for a, b, t, g in zip(once, twice, there, wanted):
        assert_close(a, t + g)
        assert_close(b, 2 * g)


@exercise("lin-grad", points=0.25)
@diagnose("write to .g only; inp, w, b and out.g stay as they are, nothing is returned")
def test_changes_slopes_only(student):
    "Changes no tensor and not out.g, and returns nothing."
    _, same, returns_nothing = student.run(walked_back, *case(3, 2, 5), NONE, 2)
    assert same
    assert returns_nothing
