"""Hidden tests of `pairwise`: all distances from Pythagoras, with a slope everywhere."""

import torch

from autograder.testing import assert_close, diagnose, exercise, probe, rule, unchanged

READY_MADE = ["torch.cdist", "pdist", "loops"]


def exact(a, b):
    """Return the distances (n, m), in float64."""
    return (a.double()[:, None] - b.double()[None]).norm(dim=-1)


@exercise("pairwise", points=0.75)
@diagnose("give a an axis to stretch along: a[:, None] - b, then square, sum the last axis, root")
@rule(forbid=READY_MADE)
def test_all_distances(student):
    "Gives the distance of each row of a to each row of b, in float64 too; inputs stay."
    for n, m, d in ((3, 5, 2), (7, 2, 3), (2, 3, 11)):
        a = torch.randn(n, 2 * d, dtype=torch.float64)[:, ::2]
        b = torch.randn(d, m, dtype=torch.float64).T
        with unchanged(a, b):
            got = student.pairwise(a, b)
        assert_close(got, exact(a, b), atol=1e-5)  # a guard near 0 may cost 0.00001


@exercise("pairwise", points=0.5)
@diagnose("the table is turned on its side: rows belong to a, columns to b")
@rule(forbid=READY_MADE)
def test_rows_belong_to_a(student):
    "Row i, column j is the distance of a's row i to b's row j, where both have equally many."
    a, b = torch.randn(5, 2), 3 + torch.randn(5, 2)
    assert_close(student.pairwise(a, b), exact(a, b).float(), atol=1e-4)


@exercise("pairwise", points=0.25)
@diagnose("a single row or a single coordinate is no special case: drop no axis of size 1")
def test_single_rows_and_coordinates(student):
    "Works for one row, and for points on a line."
    for n, m, d in ((1, 3, 2), (3, 1, 2), (1, 1, 1), (2, 3, 1)):
        a, b = torch.randn(n, d), torch.randn(m, d)
        assert_close(student.pairwise(a, b), exact(a, b).float(), atol=1e-4)


@probe
def slopes(student, a, b, weights):
    a.requires_grad_()
    b.requires_grad_()
    (student.pairwise(a, b) * weights).sum().backward()
    return [a.grad, b.grad]


@exercise("pairwise", points=0.75)
@diagnose("the root has no slope at 0: keep 0 away from it, inside the root, not behind it")
def test_slope_where_points_meet(student):
    "The slope is 0 where two points coincide, right elsewhere, and never nan."
    a = torch.tensor([[1.0, 2.0], [0.0, 0.0], [4.0, -3.0]], dtype=torch.float64)
    b = torch.tensor([[0.0, 0.0], [1.0, 2.0], [5.0, 7.0], [0.0, 0.0]], dtype=torch.float64)
    weights = torch.arange(1.0, 13.0, dtype=torch.float64).reshape(3, 4)
    left, right = a.clone().requires_grad_(), b.clone().requires_grad_()
    (torch.cdist(left, right) * weights).sum().backward()
    got = student.run(slopes, a, b, weights)
    assert_close(got, [left.grad, right.grad], atol=1e-4)


@exercise("pairwise", points=0.25)
@diagnose("the guard against 0 is too large: it shows in the distances")
def test_no_distance_to_oneself(student):
    "A point is at distance 0 from itself, to within 0.00001, and small distances are kept."
    a = torch.tensor([[0.0, 0.0], [0.0, 0.001], [2.0, 5.0]])
    assert_close(student.pairwise(a, a), exact(a, a).float(), rtol=1e-3, atol=1.1e-5)


@exercise("pairwise", points=0.5)
@diagnose("squares of large numbers have lost the digits you need: subtract first, then square")
def test_close_together_and_far_from_the_origin(student):
    "Keeps small distances between points that lie far from the origin."
    a = torch.tensor([[4096.0, -2048.0], [4096.5, -2048.0], [4097.0, -2049.25]])
    assert_close(student.pairwise(a, a), exact(a, a).float(), atol=1e-4)
