"""Hidden tests of `apply_kernel`: a weighted sum for every place where the kernel fits."""

import torch
import torch.nn.functional as F

from autograder.testing import assert_close, diagnose, exercise, rule, unchanged


def by_torch(x, kernel):
    return F.conv2d(x[None, None], kernel[None, None])[0, 0]


@exercise("apply-kernel", points=0.5)
@diagnose(
    "the weight in row a, column b meets the pixel in row i + a, column j + b; nothing is flipped"
)
@rule(forbid=["torch.conv2d", "torch.unfold", "torch.nn.Conv2d", "torch.nn.Unfold"])
def test_agrees_with_torch(student):
    "Gives torch's numbers for a kernel without any symmetry."
    for h, w, k in ((5, 7, 3), (3, 5, 2), (4, 3, 3)):
        x, kernel = torch.randn(h, w), torch.randn(k, k)
        # sums of nine float32: a few units in the last place
        assert_close(student.apply_kernel(x, kernel), by_torch(x, kernel), rtol=1e-4, atol=1e-5)


@exercise("apply-kernel", points=0.25)
@diagnose("rows from kernel.shape[0], columns from kernel.shape[1]; a kernel need not be square")
def test_any_shape_of_kernel(student):
    "Takes kernels and pictures that are not square, of one pixel, and as large as the picture."
    for size, kernel_size in (
        ((5, 7), (2, 3)),
        ((7, 5), (3, 1)),
        ((2, 5), (2, 5)),
        ((3, 2), (1, 1)),
    ):
        x, kernel = torch.randn(*size), torch.randn(*kernel_size)
        # sums of up to ten float32
        assert_close(student.apply_kernel(x, kernel), by_torch(x, kernel), rtol=1e-4, atol=1e-5)


@exercise("apply-kernel", points=0.25)
@diagnose(
    "make the result with x.new_zeros, so that it has the dtype of x, and write into that only"
)
def test_dtype_and_inputs(student):
    "Keeps float64, works on a transposed picture, and leaves its inputs alone."
    x, kernel = torch.randn(5, 3, dtype=torch.float64).T, torch.randn(2, 2, dtype=torch.float64)
    with unchanged(x, kernel):
        got = student.apply_kernel(x, kernel)
    assert_close(got, by_torch(x, kernel), rtol=1e-9, atol=1e-12)  # float64 throughout
