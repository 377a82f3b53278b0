"""Hidden tests of `matmul_rows` and `matmul_rows_dot`: a row times a column, by two loops."""

import torch

from autograder.testing import assert_close, diagnose, exercise, raises, rule, unchanged

PRODUCTS = [
    "@", "matmul", "mm", "mv", "bmm", "addmm", "addmv", "addbmm", "baddbmm", "einsum",
    "tensordot", "inner", "vecdot", "matvec", "vecmat", "multi_dot", "chain_matmul", "linear",
    "Linear", "bilinear", "conv1d", "sumprod",
]  # fmt: skip


@exercise("matmul-rows", points=0.5)
@diagnose("c[i, j] is the sum of a[i] * b[:, j]: a row of a times a column of b, elementwise")
@rule(
    forbid=[*PRODUCTS, "dot", "vdot", "matmul_rows_dot"],
    max_loops=2,
    function="matmul_rows",
)
def test_rows_multiply_elementwise(student):
    "`matmul_rows` multiplies a row by a column elementwise and sums."
    for n, k, m in ((2, 3, 5), (1, 7, 2), (5, 2, 1)):
        a, b = torch.randn(n, k), torch.randn(k, m)
        expected = a @ b
        assert_close(student.matmul_rows(a, b), expected)


@exercise("matmul-rows", points=0.5)
@diagnose("each cell is one call of torch.dot, on a row of a and a column of b")
@rule(forbid=[*PRODUCTS, "sum"], max_loops=2, function="matmul_rows_dot")
def test_rows_dot_multiplies_by_dot(student):
    "`matmul_rows_dot` makes each cell by one dot product."
    for n, k, m in ((3, 2, 5), (1, 5, 3), (7, 3, 1)):
        a, b = torch.randn(n, k), torch.randn(k, m)
        expected = a @ b
        assert_close(student.matmul_rows_dot(a, b), expected)


@exercise("matmul-rows", points=0.25)
@diagnose("torch.zeros makes float32 unless you say dtype=a.dtype")
@rule(forbid=PRODUCTS)
def test_both_keep_the_dtype(student):
    "Both give float64, float32 and int64 back as they came."
    # one product a cell: rounded once at most, so that every digit of the dtype counts
    for dtype in (torch.float64, torch.float32, torch.int64):
        a = (100 * torch.randn(2, 1, dtype=torch.float64)).to(dtype)
        b = (100 * torch.randn(1, 3, dtype=torch.float64)).to(dtype)
        expected = a @ b
        assert_close(student.matmul_rows(a, b), expected, rtol=1e-12, atol=0)
        assert_close(student.matmul_rows_dot(a, b), expected, rtol=1e-12, atol=0)


@exercise("matmul-rows", points=0.5)
@diagnose("a row of one number fits any column by broadcasting: compare the shapes, in both")
def test_both_refuse_inner_sizes_that_differ(student):
    "Both raise ValueError where the inner sizes differ, also for (2, 1) by (3, 4)."
    for left, right in (((2, 1), (3, 4)), ((2, 3), (1, 4)), ((2, 3), (2, 3)), ((2, 3), (5, 2))):
        a, b = torch.ones(left), torch.ones(right)
        with raises("ValueError"):
            student.matmul_rows(a, b)
        with raises("ValueError"):
            student.matmul_rows_dot(a, b)
    assert student.matmul_rows(torch.ones(1, 1), torch.ones(1, 1)).shape == (1, 1)
    assert student.matmul_rows_dot(torch.ones(1, 1), torch.ones(1, 1)).shape == (1, 1)


@exercise("matmul-rows", points=0.25)
@diagnose("index rows and columns: that works for any layout and any size, and changes nothing")
@rule(forbid=PRODUCTS)
def test_both_take_strided_and_empty_inputs(student):
    "Both take strided inputs and sizes of 0, and leave their inputs as they are."
    a = torch.randn(3, 2).T
    b = torch.randn(6, 5)[::2]
    expected = a @ b
    with unchanged(a, b):
        rows, dots = student.matmul_rows(a, b), student.matmul_rows_dot(a, b)
    assert_close(rows, expected)
    assert_close(dots, expected)
    for n, k, m in ((2, 0, 3), (0, 3, 2)):
        a, b = torch.ones(n, k), torch.ones(k, m)
        assert_close(student.matmul_rows(a, b), torch.zeros(n, m))
        assert_close(student.matmul_rows_dot(a, b), torch.zeros(n, m))
