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


@exercise("receptive-field", points=0.5)
@diagnose("each layer adds ks - 1 jumps: fields overlap, so kernel sizes do not add up or multiply")
def test_stride_one(student):
    "Adds a rim for each layer where all strides are 1."
    for layers in ([(3, 1)], [(3, 1), (5, 1)], [(2, 1), (3, 1), (7, 1)], [(1, 1)]):
        assert student.receptive_field(layers) == reach(layers)


@exercise("receptive-field", points=0.75)
@diagnose("a stride counts for the layers behind it: add first, then jump *= stride")
def test_strides(student):
    "Thickens the rims of the layers behind a stride, each by all strides before it."
    for layers in (
        [(3, 2)],
        [(3, 2), (3, 2), (3, 2)],
        [(5, 3), (2, 1), (3, 2)],
        [(3, 1), (3, 2), (5, 1)],
        [(7, 2), (3, 2), (3, 5)],
    ):
        assert student.receptive_field(layers) == reach(layers)


@exercise("receptive-field", points=0.5)
@diagnose("a third entry spreads the kernel: dilation * (ks - 1) numbers of the layer below")
def test_dilation(student):
    "Takes layers with and without dilation, in one list, as tuples or lists."
    for layers in (
        [(3, 1, 4)],
        [(3, 2, 2), (3, 1)],
        [(3, 1), [2, 3], (5, 2, 3)],
        [(2, 1, 1), (2, 1, 2), (2, 1, 4)],
    ):
        assert student.receptive_field(layers) == reach(layers)


@exercise("receptive-field", points=0.25)
@diagnose("no layer: a pixel has seen itself, 1; pixels are an int")
def test_none_and_int(student):
    "Gives 1 without any layer, an int always, and leaves the list as it was."
    assert student.receptive_field([]) == 1
    layers = [[3, 2], [3, 1, 2]]
    got = student.receptive_field(layers)
    assert type(got) is int
    assert got == 11
