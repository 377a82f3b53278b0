"""Hidden tests of the kernels: a cell for each thread, none beyond c, a launch that covers c."""

import numpy as np
import torch

from autograder.testing import (
    assert_close,
    diagnose,
    exercise,
    in_place,
    probe,
    raises,
    rule,
    unchanged,
)

PRODUCTS = [
    "@", "matmul", "mm", "mv", "bmm", "addmm", "addmv", "addbmm", "baddbmm", "einsum",
    "tensordot", "inner", "vecdot", "matvec", "vecmat", "multi_dot", "chain_matmul", "linear",
    "Linear", "bilinear", "conv1d", "sumprod",
]  # fmt: skip
by_hand = rule(forbid=[*PRODUCTS, "dot", "vdot", "sum"])


@exercise("matmul-kernel", points=1)
@diagnose("grid is (row, column): fill c[row, column] and leave every other cell as it is")
@by_hand
def test_kernel_writes_one_cell(student):
    "`matmul_kernel` writes the cell it stands at, and no other."
    a, b = torch.randn(3, 2, dtype=torch.float64), torch.randn(2, 5, dtype=torch.float64)
    for i, j in ((1, 4), (2, 0), (0, 3)):
        c, expected = torch.zeros(2, 3, 5, dtype=torch.float64)
        expected[i, j] = (a @ b)[i, j]
        with unchanged(a, b), in_place(c):
            student.matmul_kernel((i, j), a, b, c)
        assert_close(c, expected)


@exercise("matmul-kernel", points=0.5)
@diagnose("a grid may be larger than c: do nothing where row or column lies beyond c's shape")
def test_kernel_guards_its_bounds(student):
    "`matmul_kernel` does nothing at a position beyond c, in either direction."
    a, b = torch.randn(2, 3), torch.randn(3, 5)
    c = torch.full((2, 5), 7.0)
    with in_place(c):
        student.matmul_kernel((0, 0), a, b, c)
    assert c[0, 0] != 7
    with unchanged(a, b, c):
        for grid in ((2, 0), (0, 5), (2, 5), (3, 1), (1, 8)):
            student.matmul_kernel(grid, a, b, c)


@exercise("matmul-kernel", points=0.5)
@diagnose("c may hold old numbers: add up in a variable of your own and assign it to the cell once")
@by_hand
def test_kernel_overwrites_old_numbers(student):
    "`matmul_kernel` overwrites what stood in c before, in tensors and in numpy arrays."
    a, b = torch.randn(2, 5, dtype=torch.float64), torch.randn(5, 3, dtype=torch.float64)
    c = torch.full((2, 3), 5.0, dtype=torch.float64)
    old, expected = c.numpy().copy(), a @ b
    with in_place(c, old):
        for grid in ((0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2)):
            student.matmul_kernel(grid, a, b, c)
            student.matmul_kernel(grid, a.numpy(), b.numpy(), old)
    assert_close(c, expected)
    assert_close(old, expected.numpy())


@probe
def launched(student, blocks, threads, a, b, c):
    from numba import cuda

    on_device = cuda.to_device(c)
    student.matmul_cuda_kernel[blocks, threads](cuda.to_device(a), cuda.to_device(b), on_device)
    return on_device.copy_to_host()


@exercise("matmul-kernel", points=1)
@diagnose("each thread: its cell by cuda.grid(2), a guard for c's shape, a sum that starts at 0")
@by_hand
def test_cuda_kernel_fills_c(student):
    "`matmul_cuda_kernel` fills a c with old numbers in it, from a grid larger than c."
    rng = np.random.default_rng(5)
    a, b, c = rng.standard_normal((3, 2)), rng.standard_normal((2, 5)), np.full((3, 5), 9.0)
    expected = a @ b
    assert_close(student.run(launched, (2, 3), (2, 2), a, b, c), expected)


@exercise("matmul-kernel", points=0.5)
@diagnose("round the number of blocks up, so that the last rows and columns have threads too")
@by_hand
def test_cuda_covers_all_cells(student):
    "`matmul_cuda` fills all cells where tpb does not divide the sizes, or is larger than c."
    rng = np.random.default_rng(3)
    sizes = (5, 2, 7, 3, np.float64), (2, 3, 1, 4, np.float32), (7, 3, 5, 2, np.float64)
    for n, k, m, tpb, dtype in sizes:
        a, b = rng.standard_normal((n, k)).astype(dtype), rng.standard_normal((k, m)).astype(dtype)
        expected = a @ b
        assert_close(student.matmul_cuda(a, b, tpb=tpb), expected)


@exercise("matmul-kernel", points=0.5)
@diagnose("call check_inner(a, b) before you copy anything, and give the result a's dtype")
def test_cuda_checks_shapes_and_keeps_the_dtype(student):
    "`matmul_cuda` raises ValueError where the inner sizes differ, and keeps float32."
    for left, right in (((2, 3), (4, 2)), ((2, 1), (3, 2))):
        with raises("ValueError"):
            student.matmul_cuda(np.ones(left), np.ones(right), 2)
    a, b = np.eye(3, 2, dtype=np.float32) + 1, np.eye(2, 3, dtype=np.float32) - 3
    expected = a @ b
    with unchanged(a, b):
        result = student.matmul_cuda(a, b, 3)
    assert isinstance(result, np.ndarray)
    assert_close(result, expected)
