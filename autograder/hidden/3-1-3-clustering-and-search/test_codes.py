"""Hidden tests of `codes`: a bucket number from the sides of cuts."""

import math

import torch

from autograder.testing import assert_close, diagnose, exercise, rule, unchanged


def spelt(X, planes):
    """Return the bucket numbers by loops over Python numbers."""
    sides = torch.einsum("nd,tbd->ntb", X.double(), planes.double()) > 0
    numbers = [[sum(2**i for i, yes in enumerate(t) if yes) for t in row] for row in sides.tolist()]
    return torch.tensor(numbers, dtype=torch.int64).reshape(len(X), len(planes))


@exercise("codes", points=0.75)
@diagnose("note i counts 2 to the i: yes-no-no is 1, no-no-yes is 4")
def test_each_note_has_its_power_of_two(student):
    "Note i counts 2 to the power i."
    planes = torch.eye(3, dtype=torch.float64)[None]
    X = torch.tensor([[1, -1, -1], [-1, 2, -1], [-1, -1, 3], [1, 1, 1], [-1, -1, -1], [1, -1, 1.0]])
    assert_close(student.codes(X.double(), planes), torch.tensor([[1], [2], [4], [7], [0], [5]]))


@exercise("codes", points=0.5)
@diagnose("column t belongs to planes[t], row i to X[i]: check the order after view or reshape")
@rule(forbid=["loops"])
def test_tables_keep_their_planes(student):
    "Every column is the table of its own planes, all by one product."
    for n, tables, bits, d in ((3, 5, 2, 7), (5, 2, 3, 2), (1, 3, 1, 4), (7, 1, 11, 3)):
        X, planes = torch.randn(n, d), torch.randn(tables, bits, d)
        assert_close(student.codes(X, planes), spelt(X, planes))


@exercise("codes", points=0.25)
@diagnose("yes means greater than 0: exactly 0 is no")
def test_zero_is_no(student):
    "A dot product of exactly 0 is a no."
    planes = torch.tensor([[[1.0, 0.0], [0.0, 1.0]]])
    X = torch.tensor([[0.0, 1.0], [-1.0, 0.0], [0.0, 0.0]])
    assert_close(student.codes(X, planes), torch.tensor([[2], [0], [0]]))


@exercise("codes", points=0.25)
@diagnose("40 bits do not fit 32: shift or multiply whole numbers of 64 bits (int64)")
def test_many_bits(student):
    "Forty notes are forty bits, none lost."
    X, planes = torch.randn(5, 3, dtype=torch.float64), torch.randn(2, 40, 3, dtype=torch.float64)
    with unchanged(X, planes):
        got = student.codes(X, planes)
    assert_close(got, spelt(X, planes))


@exercise("codes", points=0.25)
@diagnose("one bit should agree with the chance 1 - angle / pi")
def test_collides_by_angle(student):
    "Two vectors share a one-bit bucket with the chance 1 - angle / pi."
    planes = torch.randn(4000, 1, 11)
    for angle in (0.3, 1.2, 2.5):
        X = torch.zeros(2, 11)
        X[0, 4], X[1, 4], X[1, 7] = 1.0, math.cos(angle), math.sin(angle)
        first, second = student.codes(X, planes)
        # 4000 cuts: a standard deviation of at most 0.008
        assert_close(float((first == second).double().mean()), 1 - angle / math.pi, atol=0.05)
