"""Hidden tests of `matmul_broadcast`: a whole row of the result at a time, by broadcasting."""

import torch

from autograder.testing import assert_close, diagnose, exercise, raises, rule, unchanged

PRODUCTS = [
    "@", "matmul", "mm", "mv", "bmm", "addmm", "addmv", "addbmm", "baddbmm", "einsum",
    "tensordot", "inner", "vecdot", "matvec", "vecmat", "multi_dot", "chain_matmul", "linear",
    "Linear", "bilinear", "conv1d", "sumprod", "dot", "vdot",
]  # fmt: skip


@exercise("matmul-broadcast", points=1)
@diagnose("stand row i of a up as a column, multiply b by it, and sum over the rows of b")
@rule(forbid=PRODUCTS, max_loops=1)
def test_multiplies_row_by_row(student):
    "Multiplies matrices of any sizes, square ones too, with at most one loop."
    for n, k, m in ((2, 3, 5), (3, 3, 3), (7, 1, 2), (1, 5, 3)):
        a, b = torch.randn(n, k), torch.randn(k, m)
        expected = a @ b
        assert_close(student.matmul_broadcast(a, b), expected)


@exercise("matmul-broadcast", points=0.5)
@diagnose("torch.zeros makes float32 unless you say dtype=a.dtype")
@rule(forbid=PRODUCTS)
def test_keeps_the_dtype(student):
    "Gives float64, float32 and int64 back as they came."
    # one product a cell: rounded once at most, so that every digit of the dtype counts
    for dtype in (torch.float64, torch.float32, torch.int64):
        a = (100 * torch.randn(1, 1, dtype=torch.float64)).to(dtype)
        b = (100 * torch.randn(1, 3, dtype=torch.float64)).to(dtype)
        expected = a @ b
        assert_close(student.matmul_broadcast(a, b), expected, rtol=1e-12, atol=0)


@exercise("matmul-broadcast", points=0.25)
@diagnose("torch's own complaint is a RuntimeError, and comes late: check the sizes first")
def test_inner_sizes_must_fit(student):
    "Raises ValueError where the inner sizes differ, and only there."
    for left, right in (((2, 3), (2, 3)), ((2, 3), (5, 2)), ((3, 5), (2, 7))):
        with raises("ValueError"):
            student.matmul_broadcast(torch.ones(left), torch.ones(right))
    assert student.matmul_broadcast(torch.ones(1, 1), torch.ones(1, 1)).shape == (1, 1)


@exercise("matmul-broadcast", points=0.5)
@diagnose("broadcasting stretches a size of 1 in silence: compare shapes before you multiply")
def test_broadcasting_hides_no_misfit(student):
    "Raises ValueError also where broadcasting would swallow it: (2, 1) by (3, 4)."
    for left, right in (((2, 1), (3, 4)), ((2, 3), (1, 4)), ((5, 1), (2, 1))):
        with raises("ValueError"):
            student.matmul_broadcast(torch.ones(left), torch.ones(right))
    assert student.matmul_broadcast(torch.ones(1, 1), torch.ones(1, 1)).shape == (1, 1)


@exercise("matmul-broadcast", points=0.5)
@diagnose("make new tensors: *= and methods that end in _ would change b for the rows that follow")
@rule(forbid=PRODUCTS)
def test_strided_inputs_stay_as_they_are(student):
    "Reads transposed and strided inputs, and leaves them as they are."
    a = torch.randn(3, 2).T
    b = torch.randn(6, 5)[::2]
    expected = a @ b
    with unchanged(a, b):
        result = student.matmul_broadcast(a, b)
    assert_close(result, expected)


@exercise("matmul-broadcast", points=0.25)
@diagnose("a matrix may have no rows or no columns: the result still has the shape (n, m)")
def test_sizes_of_zero(student):
    "Gives zeros, or an empty matrix of the right shape, where a size is 0."
    for n, k, m in ((2, 0, 3), (0, 3, 2), (2, 3, 0)):
        result = student.matmul_broadcast(torch.ones(n, k), torch.ones(k, m))
        assert_close(result, torch.zeros(n, m))
