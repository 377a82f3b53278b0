"""Hidden tests of `matmul_loops`: one number at a time, by three loops."""

import torch

from autograder.testing import assert_close, diagnose, exercise, raises, rule, unchanged

PRODUCTS = [
    "@", "matmul", "mm", "mv", "bmm", "addmm", "addmv", "addbmm", "baddbmm", "einsum",
    "tensordot", "inner", "vecdot", "matvec", "vecmat", "multi_dot", "chain_matmul", "linear",
    "Linear", "bilinear", "conv1d", "sumprod",
]  # fmt: skip
by_hand = rule(forbid=[*PRODUCTS, "dot", "vdot", "sum"], max_loops=3)


@exercise("matmul-loops", points=0.5)
@diagnose("c[i, j] adds up a[i, p] * b[p, j] over all p: row i of a, column j of b")
@by_hand
def test_multiplies_by_three_loops(student):
    "Multiplies matrices that are not square, and a single row, with nothing but + and *."
    for n, k, m in ((2, 3, 5), (1, 7, 2), (5, 2, 1)):
        a, b = torch.randn(n, k), torch.randn(k, m)
        expected = a @ b
        assert_close(student.matmul_loops(a, b), expected)


@exercise("matmul-loops", points=0.25)
@diagnose("torch.zeros makes float32 unless you say dtype=a.dtype")
@by_hand
def test_keeps_the_dtype(student):
    "Gives float64, float32 and int64 back as they came."
    # one product a cell: rounded once at most, so that every digit of the dtype counts
    for dtype in (torch.float64, torch.float32, torch.int64):
        a = (100 * torch.randn(2, 1, dtype=torch.float64)).to(dtype)
        b = (100 * torch.randn(1, 3, dtype=torch.float64)).to(dtype)
        expected = a @ b
        assert_close(student.matmul_loops(a, b), expected, rtol=1e-12, atol=0)


@exercise("matmul-loops", points=0.25)
@diagnose("a matrix may have no rows or no columns: the result still has the shape (n, m)")
@by_hand
def test_sizes_of_zero(student):
    "Gives zeros, or an empty matrix of the right shape, where a size is 0."
    for n, k, m in ((2, 0, 3), (0, 3, 2), (2, 3, 0)):
        result = student.matmul_loops(torch.ones(n, k), torch.ones(k, m))
        assert_close(result, torch.zeros(n, m))


@exercise("matmul-loops", points=0.5)
@diagnose("compare the inner sizes before the loops, and raise ValueError where they differ")
def test_inner_sizes_must_fit(student):
    "Raises ValueError where the inner sizes differ, and only there."
    for left, right in (((2, 3), (2, 3)), ((2, 3), (5, 2)), ((2, 1), (3, 4)), ((3, 3), (2, 3))):
        with raises("ValueError"):
            student.matmul_loops(torch.ones(left), torch.ones(right))
    assert student.matmul_loops(torch.ones(1, 1), torch.ones(1, 1)).shape == (1, 1)


@exercise("matmul-loops", points=0.5)
@diagnose("read numbers by a[i, p]: that works for every layout in memory, and changes nothing")
@by_hand
def test_strided_inputs_stay_as_they_are(student):
    "Reads transposed and strided inputs, and leaves them as they are."
    a = torch.randn(3, 2).T
    b = torch.randn(6, 5)[::2]
    expected = a @ b
    with unchanged(a, b):
        result = student.matmul_loops(a, b)
    assert_close(result, expected)
