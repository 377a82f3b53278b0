"""Hidden tests of `l2_einsum`: all distances by the identity, lean and without nan."""

import torch

from autograder.testing import assert_close, diagnose, exercise, probe, rule, unchanged

READY_MADE = ["torch.cdist", "pdist", "loops"]


def exact(a, b):
    """Return the distances (n, m), in float64."""
    return (a.double()[:, None] - b.double()[None]).norm(dim=-1)


@exercise("l2-einsum", points=0.75)
@diagnose("x·x as a column, minus twice x·X, plus X·X as a row; then the root")
@rule(forbid=READY_MADE, require=["torch.einsum"])
def test_all_distances(student):
    "Gives the distance of each row of x to each row of X, by einsum."
    for n, m, d in ((3, 5, 2), (7, 2, 3), (5, 5, 11)):
        x, X = torch.randn(n, d, dtype=torch.float64), 2 + torch.randn(m, d, dtype=torch.float64)
        assert_close(student.l2_einsum(x, X), exact(x, X), rtol=1e-5, atol=1e-5)


@exercise("l2-einsum", points=0.5)
@diagnose("rounding leaves squares a little below 0: cut at 0 before the root")
def test_never_nan(student):
    "Is never nan, also for points that coincide."
    X = torch.cat([torch.randn(61, 3), 30 * torch.randn(61, 13)[:, :3]])
    got = student.l2_einsum(X[::2], X)
    assert not got.isnan().any()
    # coordinates near 100 in float32: squares are off by 1e-2 at most, their roots by 0.1
    assert_close(got, exact(X[::2], X).float(), rtol=1e-3, atol=0.2)


@exercise("l2-einsum", points=0.75)
@diagnose("far from the origin all digits are lost: subtract the average of X from both, first")
def test_far_from_the_origin(student):
    "Is as exact far from the origin as near it."
    corner = torch.tensor([8192.0, -16384.0, 4096.0])
    # quarters, so that the points themselves are exact in float32
    x = corner + torch.randint(-40, 40, (5, 3)) / 4
    X = corner + torch.randint(-40, 40, (13, 3)) / 4
    got = student.l2_einsum(x, X)
    assert_close(got, exact(x, X).float(), atol=0.05)  # the points are spread over 20


@probe
def largest_table(student, x, X):
    import torch
    from torch.overrides import TorchFunctionMode

    sizes = [0]

    class Watch(TorchFunctionMode):
        def __torch_function__(self, func, types, args=(), kwargs=None):
            out = func(*args, **(kwargs or {}))
            if isinstance(out, torch.Tensor):
                sizes.append(out.numel())
            return out

    with Watch():
        student.l2_einsum(x, X)
    return max(sizes)


@exercise("l2-einsum", points=0.5)
@diagnose("a table of all differences was made: the identity needs products and sums of rows only")
def test_no_table_of_differences(student):
    "Makes no table of n by m by d numbers."
    n, m, d = 47, 53, 59
    largest = student.run(largest_table, torch.randn(n, d), torch.randn(m, d))
    assert largest < 8 * m * d  # the whole table would be 47 times m times d


@exercise("l2-einsum", points=0.25)
@diagnose("x -= c changes your caller's points: write x = x - c")
def test_inputs_stay(student):
    "Leaves both inputs as they are."
    x, X = 5 + torch.randn(3, 2), 5 + torch.randn(7, 2)
    with unchanged(x, X):
        student.l2_einsum(x, X)


@exercise("l2-einsum", points=0.25)
@diagnose("a single row or a single coordinate is no special case: drop no axis of size 1")
def test_single_rows_and_coordinates(student):
    "Works for one row, and for points on a line."
    for n, m, d in ((1, 3, 2), (3, 1, 2), (2, 3, 1)):
        x, X = torch.randn(n, d, dtype=torch.float64), torch.randn(m, d, dtype=torch.float64)
        assert_close(student.l2_einsum(x, X), exact(x, X), rtol=1e-5, atol=1e-5)
