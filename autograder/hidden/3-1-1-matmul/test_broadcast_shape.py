"""Hidden tests of `broadcast_shape`: torch's rule for shapes, worked out on tuples of numbers."""

import torch

from autograder.testing import diagnose, exercise, raises, rule

FORBIDDEN = [
    "broadcast_shapes", "broadcast_tensors", "broadcast_to", "broadcast", "broadcast_arrays",
    "expand", "empty", "rand", "randn", "full",
]  # fmt: skip
by_hand = rule(forbid=FORBIDDEN)
HUGE = 10**12  # no memory holds a tensor of this size: shapes are arithmetic


def huge(shape):
    """The shape with every size above 1 blown up."""
    return tuple(size if size < 2 else size * HUGE for size in shape)


def agrees_with_torch(student, *pairs):
    """Compare with torch, both ways round; a list is as good as a tuple."""
    for s1, s2 in pairs:
        expected = tuple((torch.ones(s1) + torch.ones(s2)).shape)
        assert tuple(student.broadcast_shape(s1, s2)) == expected
        assert tuple(student.broadcast_shape(huge(s2), huge(s1))) == huge(expected)


@exercise("broadcast-shape", points=0.5)
@diagnose("of two sizes that differ one must be 1, in s1 or in s2, and the result takes the other")
@by_hand
def test_ones_stretch(student):
    "Stretches a size of 1, on either side, and keeps equal sizes."
    agrees_with_torch(student, ((3, 1), (1, 7)), ((2, 3, 1), (2, 1, 5)), ((5,), (5,)), ((1,), (1,)))


@exercise("broadcast-shape", points=1)
@diagnose("write the shapes under each other, right-aligned, and fill up with 1 on the left")
@by_hand
def test_shapes_align_at_the_right(student):
    "Lines shapes of different lengths up at their right ends."
    pairs = (((5, 1), (3,)), ((2, 3, 5), (5,)), ((7, 2, 1, 3), (2, 5, 1)), ((3, 3, 2), (3, 1)))
    agrees_with_torch(student, *pairs)


@exercise("broadcast-shape", points=0.5)
@diagnose("raise ValueError where two sizes differ and neither of them is 1")
@by_hand
def test_misfits_raise(student):
    "Raises ValueError where two sizes differ and neither is 1."
    for s1, s2 in (((3,), (2,)), ((2, 3), (2,)), ((5, 7, 3), (5, 1)), ((2, 5, 1), (3, 1, 4))):
        with raises("ValueError"):
            student.broadcast_shape(s1, s2)
        with raises("ValueError"):
            student.broadcast_shape(huge(s2), huge(s1))
    assert tuple(student.broadcast_shape((3,), (3,))) == (3,)


@exercise("broadcast-shape", points=0.5)
@diagnose("the result is not the larger size: 1 gives way to 0 as it does to any other size")
@by_hand
def test_zero_against_one_is_zero(student):
    "Gives 0 where 0 meets 1 or 0."
    agrees_with_torch(student, ((0,), (1,)), ((0, 3), (1, 3)), ((2, 0), (2, 0)), ((5, 1), (0,)))


@exercise("broadcast-shape", points=0.25)
@diagnose("0 is a size like 2 or 3: only 1 stretches, so 0 against 3 does not fit")
def test_zero_against_three_raises(student):
    "Raises ValueError where 0 meets a size other than 0 and 1."
    for s1, s2 in (((0,), (3,)), ((2, 5), (2, 0)), ((0, 2), (7, 3, 2))):
        with raises("ValueError"):
            student.broadcast_shape(s1, s2)
    assert tuple(student.broadcast_shape((3,), (3,))) == (3,)


@exercise("broadcast-shape", points=0.25)
@diagnose("() is the shape of a number and changes nothing; a list or a torch.Size is a shape too")
@by_hand
def test_scalars_lists_and_sizes(student):
    "Takes the empty shape of a scalar, lists and torch.Size, and leaves a list as it is."
    agrees_with_torch(student, ((), ()), ((), (2, 3)))
    left, right = [2, 1], [7, 1, 3]
    assert tuple(student.broadcast_shape(left, right)) == (7, 2, 3)
    assert (left, right) == ([2, 1], [7, 1, 3])
    assert tuple(student.broadcast_shape(torch.Size([3, 1]), torch.Size([5]))) == (3, 5)
    assert tuple(student.broadcast_shape([5], (2, 1))) == (2, 5)
