"""Hidden tests of `noisify`, against a loop over the batch in float64."""

import torch

from autograder.testing import assert_close, diagnose, exercise, unchanged


def one_by_one(x0, t, eps, abar):
    """Mix each picture by itself."""
    rows = [
        abar[i] ** 0.5 * x + (1 - abar[i]) ** 0.5 * e for x, i, e in zip(x0, t, eps, strict=True)
    ]
    return torch.stack(rows)


def inputs(*shape, n=7):
    """Pictures, moments, noise, shares."""
    x0, eps = torch.randn(2, *shape).double()
    return x0, torch.randint(n, (shape[0],)), eps, torch.rand(n).double()


@exercise("noisify", points=0.5)
@diagnose("the fader of the picture is the square root of abar[t]")
def test_the_picture_fades_by_the_root(student):
    "Without noise the picture is left, by the root of its share of the power."
    x0, t, eps, abar = inputs(1, 3, 5, 2)  # whose moment is whose is another test
    args = (x0, t, torch.zeros_like(eps), abar)
    assert_close(student.noisify(*args), one_by_one(*args))


@exercise("noisify", points=0.25)
@diagnose("the fader of the noise is the square root of 1 - abar[t]: first subtract, then the root")
def test_the_noise_grows_by_the_root(student):
    "Without a picture the noise is left, by the root of its share of the power."
    x0, t, eps, abar = inputs(1, 3, 5, 2)  # whose moment is whose is another test
    args = (torch.zeros_like(x0), t, eps, abar)
    assert_close(student.noisify(*args), one_by_one(*args))


@exercise("noisify", points=0.75)
@diagnose("a batch as large as a row of pixels: the share belongs to the first axis, not the last")
def test_a_batch_as_large_as_a_row(student):
    "Each picture has its own share, also where batch, rows and columns are of one size."
    for shape in ((5, 3, 2, 5), (4, 4, 4, 4), (3, 1, 3, 3)):
        x0, t, eps, abar = inputs(*shape)
        alone = [
            student.noisify(*(a[i : i + 1] for a in (x0, t, eps)), abar) for i in range(len(t))
        ]
        got = student.noisify(x0, t, eps, abar)
        assert_close(got, torch.cat(alone))
        assert not torch.equal(got, student.noisify(x0, t, eps, 1 - abar))  # the shares count


@exercise("noisify", points=0.5)
@diagnose("give the share one axis of size 1 for each axis of x0 behind the first, also if none")
def test_any_number_of_axes(student):
    "Works for numbers, rows, and five axes."
    for shape in ((3,), (3, 2), (2, 3, 5, 2, 3), (1, 1, 4, 4)):
        x0, t, eps, abar = inputs(*shape)
        four = (shape[0], -1, 1, 1)
        wanted = student.noisify(x0.reshape(four), t, eps.reshape(four), abar)
        got = student.noisify(x0, t, eps, abar)
        assert_close(got, wanted.reshape(shape))
        assert not torch.equal(got, student.noisify(x0, t, eps, 1 - abar))  # the shares count


@exercise("noisify", points=0.5)
@diagnose("take the share of moment t, of the picture, whatever their order; t counts from 0")
def test_first_and_last_moment(student):
    "The moments may repeat, stand in any order, and be the first or the last."
    x0, _, eps, _ = inputs(5, 1, 3, 2)
    abar = torch.tensor([1.0, 0.5, 0.25, 0.0]).double()  # all, and nothing: whatever the faders
    t = torch.tensor([3, 0, 0, 3, 0])
    assert_close(
        student.noisify(x0, t, eps, abar), torch.where((t == 0).reshape(5, 1, 1, 1), x0, eps)
    )


@exercise("noisify", points=0.5)
@diagnose("draw no noise of your own, and change no argument")
def test_arguments_stay(student):
    "Changes no argument, and gives the same twice."
    x0, t, eps, abar = inputs(2, 1, 3, 3)
    x0, eps, abar = x0.float(), eps.float(), abar.float()
    # nothing of the picture, then nothing of the noise: whatever the moments and the faders
    assert_close(student.noisify(x0, t, eps, torch.zeros_like(abar)), eps)
    assert_close(student.noisify(x0, t, eps, torch.ones_like(abar)), x0)
    with unchanged(x0, t, eps, abar):
        first = student.noisify(x0, t, eps, abar)
    assert_close(first, student.noisify(x0, t, eps, abar))
    assert (first.shape, first.dtype) == (x0.shape, x0.dtype)
