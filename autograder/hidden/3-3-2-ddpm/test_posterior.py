"""Hidden tests of `posterior`, against two bell curves that are multiplied, in float64."""

import torch

from autograder.testing import assert_close, diagnose, exercise, unchanged


def plan(n):
    """Shares of a walk whose steps differ."""
    return (1 - 0.02 - 0.5 * torch.rand(n).double()).cumprod(dim=0)


def by_witnesses(abar):
    """Weigh both witnesses; rows (share of x0, share of x_t, variance) for every t behind 0."""
    rows = []
    for t in range(1, len(abar)):
        before, alpha = abar[t - 1].item(), (abar[t] / abar[t - 1]).item()
        inn, shepherd = 1 / (1 - before), alpha / (1 - alpha)
        total = inn + shepherd
        rows.append([inn * before**0.5 / total, shepherd * alpha**-0.5 / total, 1 / total])
    return torch.tensor(rows, dtype=torch.float64).T


@exercise("posterior", points=1.5)
@diagnose("weigh both witnesses by one over their variances; beta is 1 - abar[t] / abar[t - 1]")
def test_both_witnesses(student):
    "Behind the first step it is the product of both bell curves."
    for n in (2, 5, 40):
        abar = plan(n)
        got = torch.stack(list(student.posterior(abar)))
        # 1 - abar loses digits where it is small
        assert_close(got[:, 1:], by_witnesses(abar), rtol=1e-6)


@exercise("posterior", points=1)
@diagnose("before the first step nothing was lost: 1 there, not abar[-1]")
def test_first_step(student):
    "At t = 0 it is the beginning itself, for certain."
    for n in (3, 200):
        first = [c[0] for c in student.posterior(plan(n))]
        assert_close(first, [torch.tensor(v).double() for v in (1.0, 0.0, 0.0)], atol=1e-9)


@exercise("posterior", points=0.5)
@diagnose("a walk of a single step has no step before it")
def test_single_step(student):
    "A walk may have one step only."
    got = list(student.posterior(torch.tensor([0.3])))
    # 1 - alpha over 1 - abar: equal but for the last digit
    assert_close(got, [torch.tensor([v]) for v in (1.0, 0.0, 0.0)], atol=1e-6)


@exercise("posterior", points=0.5)
@diagnose("three tensors of shape (n,), in the dtype of abar")
def test_precision_and_shape(student):
    "Three tensors of the shape and precision of abar; abar itself stays."
    abar = plan(7)
    for shares in (abar, abar.float()):
        with unchanged(shares):
            got = student.posterior(shares)
        assert len(got) == 3
        assert [(c.shape, c.dtype) for c in got] == [(shares.shape, shares.dtype)] * 3


@exercise("posterior", points=0.5)
@diagnose("the last step of the cosine schedule leaves almost nothing: that is no reason for nan")
def test_almost_nothing_left(student):
    "Is right where almost nothing is left."
    abar = torch.tensor([0.9, 0.2, 1e-4, 1e-12]).double()
    got = torch.stack(list(student.posterior(abar)))
    assert_close(got[:, 1:], by_witnesses(abar), rtol=1e-6)
