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


def behind_the_first(student, which):
    """Compare the numbers of one of the three tensors for all steps but the first."""
    for n in (2, 5, 20):
        abar = plan(n)
        got = student.posterior(abar)[which][-(n - 1) :]
        # 1 - abar loses digits where it is small; how many numbers and digits is another test
        assert_close(got, by_witnesses(abar)[which], rtol=1e-4, dtype=False)


@exercise("posterior", points=0.5)
@diagnose(
    "x0 comes first: the innkeeper's place, the root of abar[t - 1], by her weight in the sum"
)
def test_share_of_x0(student):
    "Behind the first step the share of x0 is the innkeeper's part of both weights."
    behind_the_first(student, 0)


@exercise("posterior", points=0.5)
@diagnose("x_t comes second: the shepherd's weight is alpha / beta, alpha = abar[t] / abar[t - 1]")
def test_share_of_xt(student):
    "Behind the first step the share of x_t is the shepherd's part of both weights."
    behind_the_first(student, 1)


@exercise("posterior", points=0.5)
@diagnose("one over the sum of both weights: not that of the step alone, beta, and not its root")
def test_variance(student):
    "Behind the first step the variance is less than that of either witness."
    behind_the_first(student, 2)


@exercise("posterior", points=0.5)
@diagnose("the first entry is for t = 0: what is before it is 1, not abar[-1] and not abar[0]")
def test_shares_at_the_first_step(student):
    "At t = 0 it is the beginning itself."
    for n in (3, 200):
        first = [c[0] for c in student.posterior(plan(n))[:2]]
        assert_close(first, [1.0, 0.0], atol=1e-6, dtype=False)


@exercise("posterior", points=0.5)
@diagnose("at t = 0 nothing is in doubt: the variance is 0 there, neither beta nor a least value")
def test_variance_at_the_first_step(student):
    "At t = 0 it is certain."
    for n in (3, 200):
        assert_close(student.posterior(plan(n))[2][0], 0.0, atol=1e-6, dtype=False)


@exercise("posterior", points=0.5)
@diagnose("a walk of a single step has no step before it, and three tensors of one number")
def test_single_step(student):
    "A walk may have one step only."
    got = student.posterior(torch.tensor([0.3]))
    assert [c.shape for c in got] == [(1,)] * 3
    assert torch.cat(list(got)).isfinite().all()


@exercise("posterior", points=0.5)
@diagnose("three tensors of shape (n,), computed in the dtype of abar")
def test_precision_and_shape(student):
    "Three tensors of the shape and precision of abar; abar itself stays."
    abar = plan(7)
    for shares in (abar, abar.float()):
        with unchanged(shares):
            got = student.posterior(shares)
        assert [(c.shape, c.dtype) for c in got] == [(shares.shape, shares.dtype)] * 3
    # of six numbers behind the first step float32 would hold all digits if it had made them
    for c in student.posterior(abar):
        assert (c != c.float()).any()


@exercise("posterior", points=0.5)
@diagnose("if shares and variance are right: let abar be as small as it is, no least value, no nan")
def test_almost_nothing_left(student):
    "Is right where almost nothing is left."
    abar = torch.tensor([0.9, 0.2, 1e-4, 1e-12]).double()
    got = torch.stack([c[-3:] for c in student.posterior(abar)])
    assert_close(got, by_witnesses(abar), rtol=1e-4, dtype=False)
