"""Hidden tests of `cosine_betas`, against the paper's formula in plain Python."""

import math

import torch

from autograder.testing import assert_close, diagnose, exercise


def by_paper(n, s=0.008, most=0.999):
    """The formula, value by value, in double precision."""

    def left(u):
        return math.cos((u + s) / (1 + s) * math.pi / 2) ** 2

    betas = [min(most, 1 - left((i + 1) / n) / left(i / n)) for i in range(n)]
    return torch.tensor(betas)


# cosines in float32 near 90°: a few 1e-8 of 1 are some 1e-6 of what is left there
TOLERANCE = {"rtol": 1e-4, "atol": 1e-5}


@exercise("cosine", points=1)
@diagnose("beta is 1 minus the share after a step over the share before it")
def test_equals_the_paper(student):
    "Equals the paper's schedule."
    for n in (5, 30, 101):
        assert_close(student.cosine_betas(n), by_paper(n), **TOLERANCE)


@exercise("cosine", points=0.5)
@diagnose("n steps are the gaps between n + 1 moments, also if n is 1 or 2")
def test_as_many_as_asked_for(student):
    "Gives n steps, also one or two."
    for n in (1, 2, 3):
        assert_close(student.cosine_betas(n), by_paper(n), **TOLERANCE)


@exercise("cosine", points=0.5)
@diagnose("use s in numerator and denominator: (u + s) / (1 + s)")
def test_the_push(student):
    "Uses s."
    for s in (0.0, 0.1, 0.5):
        assert_close(student.cosine_betas(7, s), by_paper(7, s), **TOLERANCE)


@exercise("cosine", points=0.5)
@diagnose("no beta is larger than `most`, whichever it is; smaller ones stay as they are")
def test_the_cap(student):
    "Caps every step, and only those that are too large."
    for most in (0.05, 0.3, 0.9999):
        got = student.cosine_betas(20, most=most)
        assert_close(got, by_paper(20, most=most), **TOLERANCE)


@exercise("cosine", points=0.5)
@diagnose("after the last step something must be left: the way back divides by its root")
def test_something_is_left(student):
    "Something is left after the last step, for any number of steps."
    for n in (1, 10, 200, 1000):
        left = (1 - student.cosine_betas(n).double()).prod()
        assert left > 0
        assert left < 0.01
