"""Hidden tests of `nll` and `cross_entropy`: one number from each row, minus, mean."""

import math

import torch
import torch.nn.functional as F

from autograder.testing import assert_close, diagnose, exercise, probe, rule, unchanged

by_hand = rule(forbid=["F.cross_entropy", "F.nll_loss", "CrossEntropyLoss", "NLLLoss"])


@exercise("cross-entropy", points=1)
@diagnose("walk rows and right kinds in step, one number from each row; then minus the mean")
@by_hand
def test_nll_takes_one_from_each_row(student):
    "nll is minus the mean of each row's right log share."
    for n, c in ((5, 3), (3, 3), (2, 7)):
        log_p, y = torch.randn(n, c).log_softmax(dim=1), torch.randint(c, (n,))
        with unchanged(log_p, y):
            assert_close(student.nll(log_p, y), F.nll_loss(log_p, y))


@exercise("cross-entropy", points=0.5)
@diagnose("cross_entropy takes raw scores: make log shares of them along the kinds, then nll")
@by_hand
def test_cross_entropy_of_scores(student):
    "cross_entropy takes raw scores and agrees with torch's."
    for n, c in ((5, 3), (3, 3), (3, 5)):
        logits, y = 3 * torch.randn(n, c), torch.randint(c, (n,))
        with unchanged(logits, y):
            assert_close(student.cross_entropy(logits, y), F.cross_entropy(logits, y))


@exercise("cross-entropy", points=0.25)
@diagnose("a batch of one is still a batch, and float64 stays float64")
@by_hand
def test_batch_of_one_in_float64(student):
    "Both work for a single row, in float64."
    logits, y = torch.randn(1, 3, dtype=torch.float64), torch.tensor([2])
    log_p = logits.log_softmax(dim=1)
    # one row, a handful of operations: float64 leaves only rounding
    assert_close(student.cross_entropy(logits, y), F.cross_entropy(logits, y), rtol=1e-12)
    assert_close(student.nll(log_p, y), F.nll_loss(log_p, y), rtol=1e-12)


@exercise("cross-entropy", points=0.25)
@diagnose("the loss is a mean over the batch, not a sum, and positive")
@by_hand
def test_batch_is_averaged(student):
    "The same garment seven times has the loss of that garment."
    logits, y = torch.tensor([[0.5, -1.0, 2.0]]), torch.tensor([1])
    many, ys = logits.expand(7, 3), y.expand(7)
    log_p = many.log_softmax(dim=1)
    # seven equal float32 numbers, averaged
    assert_close(student.cross_entropy(many, ys), F.cross_entropy(logits, y), rtol=1e-5)
    assert_close(student.nll(log_p, ys), F.nll_loss(log_p[:1], y), rtol=1e-5)


@exercise("cross-entropy", points=0.5)
@diagnose("the score minus logsumexp, never the logarithm of a share")
@by_hand
def test_large_and_masked_scores(student):
    "Stays finite for scores of ±10,000, and where a wrong kind is switched off."
    logits = torch.tensor([[0.0, 1e4, -1e4], [1e4, 1e4, 0.0], [2.0, -math.inf, 1.0]])
    for y in (torch.tensor([0, 1, 2]), torch.tensor([2, 0, 0])):
        assert_close(student.cross_entropy(logits, y), F.cross_entropy(logits, y))


@probe
def slope(student, logits, y):
    logits = logits.clone().requires_grad_()
    student.cross_entropy(logits, y).backward()
    return logits.grad


@exercise("cross-entropy", points=0.5)
@diagnose("return a tensor that autograd can follow back to the scores")
def test_slope_is_share_minus_one_hot(student):
    "Its slope is share minus one-hot, divided by the size of the batch."
    logits, y = torch.randn(5, 3, dtype=torch.float64), torch.tensor([2, 0, 0, 1, 2])
    expected = (logits.softmax(dim=1) - F.one_hot(y, 3)) / 5
    assert_close(student.run(slope, logits, y), expected)
