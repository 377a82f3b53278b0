"""Hidden tests of `linear_betas` and `alpha_bars`, against loops in plain Python."""

import torch

from autograder.testing import assert_close, diagnose, exercise, unchanged


def evenly(n, lo, hi):
    """n values by the rule of the fence: n posts, n - 1 gaps."""
    return torch.tensor([lo + (hi - lo) * i / max(1, n - 1) for i in range(n)])


@exercise("schedule", points=0.5)
@diagnose("n values with n - 1 equal gaps, both ends included")
def test_betas_are_evenly_spaced(student):
    "The betas are evenly spaced, both ends included."
    for n, lo, hi in ((7, 0.01, 0.3), (2, 0.2, 0.5), (13, 0.4, 0.1)):
        assert_close(student.linear_betas(n, lo, hi), evenly(n, lo, hi))


@exercise("schedule", points=0.25)
@diagnose("the defaults are 0.0001 and 0.02")
def test_defaults(student):
    "The defaults are those of the paper."
    assert_close(student.linear_betas(5), evenly(5, 1e-4, 0.02))


@exercise("schedule", points=0.25)
@diagnose("a single step takes lo")
def test_a_single_beta(student):
    "A single beta is lo."
    assert_close(student.linear_betas(1, 0.3, 0.7), torch.tensor([0.3]))


@exercise("schedule", points=0.75)
@diagnose("multiply 1 - beta up to the step itself, in the precision of betas")
def test_products_of_what_is_left(student):
    "Each step's share is the product of what all steps up to it leave."
    for n in (1, 2, 11):
        betas = torch.rand(n).double() * 0.9
        shares, left = [], 1.0
        for beta in betas.tolist():
            left *= 1 - beta
            shares.append(left)
        with unchanged(betas):
            assert_close(student.alpha_bars(betas), torch.tensor(shares).double())
    assert_close(student.alpha_bars(torch.tensor([0.1, 0.5])), torch.tensor([0.9, 0.45]))


@exercise("schedule", points=0.25)
@diagnose("a beta of 0 leaves everything, a beta of 1 nothing from there on")
def test_nothing_and_everything(student):
    "A step may take nothing, or everything."
    assert_close(
        student.alpha_bars(torch.tensor([0.0, 0.5, 1.0, 0.25])), torch.tensor([1.0, 0.5, 0.0, 0.0])
    )
