"""Hidden tests of `gaussian` and `tri`: how much a distance weighs."""

import math

import torch

from autograder.testing import assert_close, diagnose, exercise, unchanged

LINE = torch.linspace(-90, 90, 18_001, dtype=torch.float64)  # every hundredth


@exercise("kernels", points=0.5)
@diagnose("exp(-1/2 (d / bw)²) over bw √(2π): the quotient is squared, then halved")
def test_gaussian_is_a_bell_of_width_bw(student):
    "gaussian falls like a normal distribution of standard deviation bw."
    for bw in (0.7, 1.0, 3.0):
        d = torch.tensor([[0.0, 0.5, 1.1], [2.0, 3.1, 5.3]], dtype=torch.float64)
        expected = torch.exp(-d * d / (2 * bw * bw)) / math.sqrt(2 * math.pi * bw * bw)
        # an answer may take its constants from float32
        assert_close(student.gaussian(d, bw), expected, rtol=1e-5, atol=1e-9)


@exercise("kernels", points=0.25)
@diagnose("a wider bell must be lower: divide by bw and by √(2π), both below the line")
def test_gaussian_has_the_area_one(student):
    "The area under gaussian is 1, for any width."
    for bw in (0.6, 2.0, 7.0):
        area = torch.trapezoid(student.gaussian(LINE, bw), LINE)
        assert_close(float(area), 1.0, atol=1e-4)


@exercise("kernels", points=0.5)
@diagnose("a triangle 2i wide has the area 1 if it is 1/i high: divide by i twice in all")
def test_tri_has_the_area_one(student):
    "tri pales evenly from its top to nothing at i, and the area under it is 1."
    for i in (0.8, 3.0, 11.0):
        d = torch.tensor([0.0, 0.25 * i, 0.5 * i, i], dtype=torch.float64)
        expected = torch.tensor([1, 0.75, 0.5, 0], dtype=torch.float64) / i
        assert_close(student.tri(d, i), expected, rtol=1e-5, atol=1e-7)


@exercise("kernels", points=0.25)
@diagnose("beyond i the formula goes below 0: cut it off with clamp(min=0)")
def test_tri_is_never_negative(student):
    "What lies beyond i weighs nothing, and never less than nothing."
    d = torch.tensor([2.1, 3.0, 50.0, -2.1, -7.0])
    assert_close(student.tri(d, 2.0), torch.zeros(5))


@exercise("kernels", points=0.25)
@diagnose("a distance may be negative: left counts as much as right, use d.abs() or its square")
def test_left_weighs_as_much_as_right(student):
    "A distance and its negative weigh the same."
    d = torch.tensor([0.3, 1.0, 1.9], dtype=torch.float64)
    for kernel in (student.gaussian, student.tri):
        assert_close(kernel(-d, 2.5), kernel(d, 2.5), rtol=1e-5, atol=1e-9)


@exercise("kernels", points=0.25)
@diagnose("the result has the shape and dtype of d, and d stays as it was: no in-place methods")
def test_shape_and_dtype_of_the_distances(student):
    "The result has the shape and dtype of d, and d is not changed."
    for shape in ((), (1,), (2, 3, 5)):
        for dtype in (torch.float32, torch.float64):
            d = torch.linspace(-3, 3, math.prod(shape), dtype=dtype).reshape(shape)
            for kernel in (student.gaussian, student.tri):
                with unchanged(d):
                    weights = kernel(d, 2)
                assert weights.shape == d.shape
                assert weights.dtype == dtype
