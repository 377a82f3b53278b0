"""Hidden tests of `receptive_field`, against the reach of real convolutions."""

import torch
import torch.nn.functional as F

from autograder.testing import diagnose, exercise


def reach(layers):
    """Count the pixels of a row that its one number depends on, by the gradient."""
    span = 1  # pixels that leave exactly one number, from the last layer down
    for ks, stride, *rest in reversed(layers):
        span = (span - 1) * stride + (rest[0] if rest else 1) * (ks - 1) + 1
    x = torch.zeros(1, 1, span, requires_grad=True)
    y = x
    for ks, stride, *rest in layers:
        y = F.conv1d(y, torch.ones(1, 1, ks), stride=stride, dilation=rest[0] if rest else 1)
    y.sum().backward()
    seen = x.grad[0, 0].nonzero()
    return int(seen[-1] - seen[0] + 1)


@exercise("receptive-field", points=0.25)
@diagnose(
    "begin at 1; each layer adds ks - 1 jumps: windows overlap, so sizes do not add or multiply"
)
def test_stride_one(student):
    "Adds a rim for each layer where all strides are 1."
    for layers in ([(3, 1)], [(3, 1), (5, 1)], [(2, 1), (3, 1), (7, 1)], [(1, 1)]):
        assert student.receptive_field(layers) == reach(layers)


@exercise("receptive-field", points=0.25)
@diagnose(
    "the stride of the last layer changes nothing: add first, then jump, from the first layer on"
)
def test_own_stride(student):
    "A stride does not thicken the rim of its own layer."
    for layers in ([(3, 2)], [(3, 1), (5, 3)], [(2, 1), (7, 1), (3, 5)]):
        assert student.receptive_field(layers) == reach(layers)


@exercise("receptive-field", points=0.25)
@diagnose("the layer behind a stride of s adds s pixels for each gap between its weights, not 1")
def test_one_stride_before(student):
    "A stride thickens the rim of the layer behind it."
    for layers in ([(3, 2), (3, 2)], [(5, 3), (5, 3)]):  # alike, so their order is of no matter
        assert student.receptive_field(layers) == reach(layers)


@exercise("receptive-field", points=0.25)
@diagnose("all strides before a layer count, multiplied: behind two of 2 the jump is 4, not 3 or 2")
def test_strides_multiply(student):
    "A rim is as thick as the product of all strides before its layer."
    for layers in ([(3, 2)] * 3, [(2, 3)] * 4, [(5, 3), (2, 2), (3, 1), (3, 2)]):
        assert student.receptive_field(layers) == reach(layers)


@exercise("receptive-field", points=0.5)
@diagnose("a third entry, which may be missing, spreads its own kernel only: dilation * (ks - 1)")
def test_dilation(student):
    "Takes layers with and without dilation, in one list, as tuples or lists."
    for layers in (  # strides of 1: others have tests of their own
        [(3, 1, 4)],
        [(3, 1, 2), (3, 1)],
        [(3, 1), [2, 1], (5, 1, 3)],
        [(2, 1, 1), (2, 1, 2), (2, 1, 4)],
    ):
        assert student.receptive_field(layers) == reach(layers)


@exercise("receptive-field", points=0.25)
@diagnose(
    "if both are right alone: a dilated kernel too takes its steps in jumps of all strides before"
)
def test_dilation_behind_a_stride(student):
    "Multiplies the dilation of a layer with the strides before it."
    for layers in (
        [(3, 2), (3, 1, 2)],
        [(3, 1), [2, 3], (5, 2, 3)],
        [(5, 2, 3), (2, 5, 2), (3, 1, 7)],
    ):
        assert student.receptive_field(layers) == reach(layers)


@exercise("receptive-field", points=0.25)
@diagnose("no layer: a pixel has seen itself, 1; pixels are an int")
def test_none_and_int(student):
    "Gives 1 without any layer, and an int always."
    assert student.receptive_field([]) == 1
    assert type(student.receptive_field([[3, 1], [2, 1]])) is int
