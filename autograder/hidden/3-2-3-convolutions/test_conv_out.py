"""Hidden tests of `conv_out`: stops of a kernel, counted one by one."""

from autograder.testing import diagnose, exercise, raises


def counted(n, ks, stride=1, pad=0, dilation=1):
    """Try every place, and count those where the kernel fits."""
    starts = range(-pad, n + pad, stride)
    return sum(start + dilation * (ks - 1) < n + pad for start in starts)


@exercise("conv-out", points=0.25)
@diagnose("divide by the stride once, at the end, rounding down; then add 1 for the first stop")
def test_stride_and_padding(student):
    "Counts the stops for any stride and padding."
    cases = [
        (n, ks, s, p)
        for n in (5, 7, 12)
        for ks in (1, 2, 3, 5)
        for s in (1, 2, 3)
        for p in (0, 1, 2)
    ]
    for case in cases:
        assert student.conv_out(*case) == counted(*case)


@exercise("conv-out", points=0.25)
@diagnose("a spread kernel covers dilation * (ks - 1) + 1 pixels")
def test_dilation(student):
    "Counts the stops of a kernel with holes."
    for case in ((13, 3, 1, 0, 2), (13, 3, 2, 1, 3), (11, 2, 3, 2, 5), (7, 1, 2, 0, 4)):
        assert student.conv_out(*case) == counted(*case)


@exercise("conv-out", points=0.25)
@diagnose("use // and return an int; stride=1, pad=0, dilation=1 where nothing is said")
def test_int_and_defaults(student):
    "Returns an int, and has the defaults of the signature."
    got = student.conv_out(11, 3)
    assert type(got) is int
    assert got == 9
    assert student.conv_out(n=11, ks=3, stride=2, dilation=2) == counted(11, 3, 2, 0, 2)
    assert type(student.conv_out(11, 3, stride=2, pad=1)) is int


@exercise("conv-out", points=0.25)
@diagnose("raise ValueError when not one stop fits, and only then: exactly one is fine")
def test_refuses_what_does_not_fit(student):
    "Raises ValueError where the kernel is too large, and gives 1 where it just fits."
    for case in ((2, 3), (1, 5, 1, 1), (3, 5, 2), (5, 3, 1, 0, 3), (0, 1)):
        with raises("ValueError"):
            student.conv_out(*case)
    for case in ((3, 3), (1, 3, 2, 1), (5, 3, 7), (7, 3, 2, 0, 3)):
        assert student.conv_out(*case) == 1
