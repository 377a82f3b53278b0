"""Hidden tests of `im2col`: all windows as columns, in torch's order."""

import torch
import torch.nn.functional as F

from autograder.testing import (
    assert_close,
    budget,
    diagnose,
    exercise,
    probe,
    rule,
    unchanged,
)


@exercise("im2col", points=0.5)
@diagnose("a column holds channel, row, column: stack the weights right behind the channels")
@rule(forbid=["torch.unfold", "torch.nn.Unfold", "torch.as_strided", "sliding_window_view"])
def test_order_of_rows_and_columns(student):
    "Puts each pixel of each window of each channel where torch has it."
    for shape in ((2, 3, 5, 7), (1, 1, 4, 3), (3, 2, 3, 5)):
        x = torch.randn(shape)
        assert_close(
            student.im2col(x, 3 if shape[-1] > 3 else 2), F.unfold(x, 3 if shape[-1] > 3 else 2)
        )


@exercise("im2col", points=0.5)
@diagnose(
    "a slice starts at the weight, steps by the stride, and stops after as many as conv_out says"
)
def test_stride_and_padding(student):
    "Works for strides that do not divide evenly, and for frames of zeros."
    x = torch.randn(2, 2, 7, 5)
    for ks, stride, pad in ((2, 2, 0), (3, 2, 1), (3, 3, 1), (2, 1, 2), (5, 2, 2), (1, 3, 0)):
        assert_close(
            student.im2col(x, ks, stride, pad), F.unfold(x, ks, stride=stride, padding=pad)
        )


@probe
def slopes(student, x):
    x.requires_grad_(True)
    cols = student.im2col(x, 3, 2, 1)
    (cols * cols).sum().backward()
    return x.grad


@exercise("im2col", points=0.25)
@diagnose(
    "build the result from slices (torch.stack, F.pad); .data and .detach() lose the gradient"
)
def test_gradients_flow_back(student):
    "Lets gradients back to every pixel, and adds where windows overlap."
    x = torch.randn(2, 3, 5, 4, dtype=torch.float64)
    here = x.clone().requires_grad_(True)
    F.unfold(here, 3, stride=2, padding=1).pow(2).sum().backward()
    assert_close(student.run(slopes, x), here.grad, rtol=1e-9, atol=1e-12)  # float64 throughout


@exercise("im2col", points=0.25)
@diagnose("keep the dtype of x, and write nothing into x")
def test_dtype_and_input(student):
    "Keeps float64, takes a transposed batch, and leaves it as it was."
    x = torch.randn(2, 3, 4, 5, dtype=torch.float64).transpose(2, 3)
    with unchanged(x):
        got = student.im2col(x, 2, 1, 1)
    assert_close(got, F.unfold(x, 2, padding=1))


@exercise("im2col", points=0.5)
@diagnose("one slice for each weight of the kernel, not one for each window")
@budget(calls=40, way="one slice for each weight")
def test_few_operations(student):
    "Needs no more operations for 576 windows than for four."
    x = torch.randn(1, 2, 26, 26)
    assert_close(student.im2col(x, 3), F.unfold(x, 3))
