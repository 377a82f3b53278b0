"""Hidden tests of `nearest`: the number of the nearest centre, without a large table."""

import torch

from autograder.testing import assert_close, budget, diagnose, exercise, unchanged


def exact(X, C):
    """Return the numbers of the nearest centres, in float64, from all differences."""
    far = torch.cdist(X.double(), C.double(), compute_mode="donot_use_mm_for_euclid_dist")
    return far.argmin(dim=1)


def points(n, k, d, dtype=torch.float32):
    """Return points and centres with distances that differ clearly."""
    C = 20 * torch.randn(k, d, dtype=dtype)
    return C[torch.arange(n) % k] + torch.randn(n, d, dtype=dtype), C


@exercise("nearest", points=0.5)
@diagnose("half the square of c, minus x times c: the least of these in each row")
def test_numbers_the_nearest(student):
    "Numbers the nearest row of C for each row of X."
    for n, k, d in ((7, 3, 2), (11, 5, 13), (3, 2, 5)):
        X, C = points(n, k, d)
        assert_close(student.nearest(X, C), exact(X, C))


@exercise("nearest", points=0.25)
@diagnose("long centres win or lose: the square of c must be there, and halved, beside x times c")
def test_centres_of_any_length(student):
    "A centre is not preferred for being long or short."
    C = torch.tensor([[1.0, 0.0], [3.0, 0.0], [9.0, 0.0], [27.0, 0.0]])
    X = torch.tensor([[1.9, 0.3], [2.2, 0.0], [5.5, 1.0], [6.5, -1.0], [17.0, 0.0], [19.0, 0.0]])
    assert_close(student.nearest(X, C), torch.tensor([0, 1, 1, 2, 2, 3]))


@exercise("nearest", points=0.25)
@diagnose("far from the origin digits are lost: subtract C.mean(dim=0) from both, first")
def test_far_from_the_origin(student):
    "Is right also where all points lie far from the origin."
    corner = torch.tensor([16384.0, -8192.0, 32768.0])
    C = corner + torch.tensor([[0.0, 0, 0], [1, 0, 0], [0, 1.5, 0], [0, 0, 2], [-1, -1, 0]])
    X = C[torch.tensor([0, 3, 2, 1, 4, 4, 2])] + 0.125
    assert_close(student.nearest(X, C), exact(X, C))


@exercise("nearest", points=0.25)
@diagnose("every point counts, also those of the last, shorter slice; a single one or none, too")
def test_any_number_of_points(student):
    "Works for many points, for one, for none, and for a single centre."
    X, C = points(9001, 257, 13)
    assert_close(student.nearest(X, C), exact(X, C))
    assert_close(student.nearest(X[:1], C), exact(X[:1], C))
    assert_close(student.nearest(X[:5], C[:1]), torch.zeros(5, dtype=torch.int64))
    assert_close(student.nearest(X[:0], C), torch.zeros(0, dtype=torch.int64))


@exercise("nearest", points=0.5)
@diagnose("a large table was made: go by slices of rows, and by the matrix product in each of them")
@budget(peak_bytes=3 * 4 * 2**20, slack=3, way="going by slices of a million numbers")
def test_no_large_table(student):
    "Never makes a table of all points by all centres, nor of all differences."
    X, C = points(40_000, 500, 8)
    student.nearest(X, C)


@exercise("nearest", points=0.25)
@diagnose("X and C stay as they were, and float64 is not rounded to float32")
def test_inputs_stay(student):
    "Leaves X and C as they are, and takes float64 and slices of tensors."
    C = torch.tensor([[1.0, 2.0], [1.0 + 1e-5, 2.0], [5.0, 1.0]], dtype=torch.float64)
    X = torch.tensor([[1.0, 1.0 + 1e-5, 4.0], [2.0, 2.0, 2.0]], dtype=torch.float64).T
    with unchanged(X, C):
        got = student.nearest(X, C)
    assert_close(got, torch.tensor([0, 1, 2]))
