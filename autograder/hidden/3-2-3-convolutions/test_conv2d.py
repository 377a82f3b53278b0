"""Hidden tests of `conv2d`: torch's numbers, by one matrix product."""

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

CLOSE = {"rtol": 1e-4, "atol": 1e-5}  # sums of up to 75 float32, in another order


@exercise("conv2d", points=0.75)
@diagnose("kernels are rows, windows are columns, and nothing is flipped: w.reshape(nf, -1) @ cols")
@rule(forbid=["torch.conv2d", "torch.nn.Conv2d"])
def test_agrees_with_torch(student):
    "Gives torch's numbers for many kernels and channels, none symmetric."
    for n, c, nf, ks in ((2, 3, 5, 3), (1, 2, 1, 2), (3, 1, 2, 1)):
        x, w = torch.randn(n, c, 5, 5), torch.randn(nf, c, ks, ks)
        assert_close(student.conv2d(x, w), F.conv2d(x, w), **CLOSE)


@exercise("conv2d", points=0.5)
@diagnose("rows and columns of the result follow from ks, stride and pad, each from its own side")
def test_stride_padding_and_oblong_pictures(student):
    "Works for strides, frames, and pictures that are not square."
    x, w = torch.randn(2, 2, 7, 5), torch.randn(3, 2, 3, 3)
    for stride, pad in ((2, 0), (1, 1), (2, 1), (3, 2)):
        assert_close(
            student.conv2d(x, w, None, stride, pad), F.conv2d(x, w, None, stride, pad), **CLOSE
        )


@exercise("conv2d", points=0.5)
@diagnose("a bias for each kernel, at every place: b[:, None, None]; without one, add nothing")
def test_bias(student):
    "Adds the bias of its kernel to every place, also where there are as many places as kernels."
    x, w, b = torch.randn(2, 3, 5, 5), torch.randn(3, 3, 3, 3), torch.randn(3)
    assert_close(student.conv2d(x, w, b), F.conv2d(x, w, b), **CLOSE)
    assert_close(student.conv2d(x, w, b=b, stride=2), F.conv2d(x, w, b, stride=2), **CLOSE)


@exercise("conv2d", points=0.5)
@diagnose("split the rows of cols and the kernels into `groups` parts, multiply part by part")
def test_groups(student):
    "Lets a group of kernels see its own channels only, down to one channel each."
    for c, nf, groups in ((4, 6, 2), (6, 3, 3), (3, 3, 3), (2, 6, 2)):
        x, w, b = torch.randn(2, c, 5, 4), torch.randn(nf, c // groups, 2, 2), torch.randn(nf)
        got = student.conv2d(x, w, b, stride=1, pad=1, groups=groups)
        assert_close(got, F.conv2d(x, w, b, padding=1, groups=groups), **CLOSE)


@probe
def slopes(student, x, w, b):
    leaves = [t.requires_grad_(True) for t in (x, w, b)]
    student.conv2d(x, w, b, 2, 1, 2).pow(2).sum().backward()
    return [t.grad for t in leaves]


@exercise("conv2d", points=0.25)
@diagnose("no .data, .detach() or numpy: gradients must reach x, w and b")
def test_gradients_reach_everything(student):
    "Sends gradients to pictures, kernels and biases."
    args = [torch.randn(s, dtype=torch.float64) for s in ((2, 4, 5, 5), (6, 2, 3, 3), (6,))]
    leaves = [t.clone().requires_grad_(True) for t in args]
    F.conv2d(*leaves, stride=2, padding=1, groups=2).pow(2).sum().backward()
    for got, leaf in zip(student.run(slopes, *args), leaves, strict=True):
        assert_close(got, leaf.grad, rtol=1e-9, atol=1e-11)  # float64 throughout


@exercise("conv2d", points=0.25)
@diagnose("write into nothing you were given, and keep the dtype")
def test_dtype_and_inputs(student):
    "Keeps float64, takes transposed kernels, and leaves its inputs alone."
    x = torch.randn(1, 2, 4, 5, dtype=torch.float64)
    w = torch.randn(3, 2, 2, 2, dtype=torch.float64).transpose(2, 3)
    with unchanged(x, w):
        got = student.conv2d(x, w, pad=1)
    assert_close(got, F.conv2d(x, w, padding=1), rtol=1e-9, atol=1e-12)  # float64 throughout


@exercise("conv2d", points=0.25)
@diagnose("one product for all windows, kernels and pictures; no loop over them")
@budget(calls=60, way="im2col and one product")
def test_few_operations(student):
    "Needs no more operations for five pictures of 144 places under seven kernels."
    x, w = torch.randn(5, 2, 14, 14), torch.randn(7, 2, 3, 3)
    assert_close(student.conv2d(x, w), F.conv2d(x, w), **CLOSE)
