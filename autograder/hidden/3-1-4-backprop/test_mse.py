"""Hidden tests of `mse`: a column of answers and a row of truths."""

import torch
import torch.nn.functional as F

from autograder.testing import assert_close, diagnose, exercise, rule, unchanged

by_hand = rule(forbid=["mse_loss", "MSELoss"])


@exercise("mse", points=0.5)
@diagnose("(n, 1) met (n,) in the minus: take the column out first")
@by_hand
def test_compares_each_with_its_own(student):
    "Compares each answer with its own truth."
    out = torch.randn(5)
    assert_close(student.mse(out[:, None], out), torch.tensor(0.0))
    targ = out + torch.tensor([1.0, -1.0, 1.0, -1.0, 1.0])
    # float32 differences near 1
    assert_close(student.mse(out[:, None], targ), torch.tensor(1.0), rtol=1e-5, atol=1e-5)


@exercise("mse", points=0.25)
@diagnose("the mean of the squares: divide their sum by n")
@by_hand
def test_mean_of_squares(student):
    "Averages the squared misses, for any n, in the dtype of its arguments."
    for n in (1, 2, 5):
        out, targ = torch.randn(3, n, dtype=torch.float64).T[:, 1:2], torch.randn(n).double()
        assert_close(student.mse(out, targ), F.mse_loss(out[:, 0], targ))


@exercise("mse", points=0.25)
@diagnose("do not change the answers, which the way back still needs")
def test_leaves_arguments_alone(student):
    "Changes neither answers nor truths."
    out, targ = torch.randn(3, 1), torch.randn(3)
    with unchanged(out, targ):
        student.mse(out, targ)
