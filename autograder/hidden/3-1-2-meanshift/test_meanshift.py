"""Hidden tests of `meanshift`: everybody walks at once, in batches of any size."""

import torch

from autograder.testing import assert_close, diagnose, exercise, probe, unchanged


def walked(X, bw, steps):
    """Walk by the formula, in float64."""
    X = X.double()
    for _ in range(steps):
        squares = (X[:, None] - X[None]).pow(2).sum(dim=-1)
        weights = torch.exp(-squares / (2 * bw * bw))
        X = weights @ X / weights.sum(dim=1, keepdim=True)
    return X


def points(n, d):
    """Return n places, several bandwidths apart."""
    return 3 * torch.randn(n, d, dtype=torch.float64)


@exercise("meanshift", points=1.5)
@diagnose("each step: all points, weighted by fog(distance, bw), weights that sum to 1; then again")
def test_walks_to_the_average_it_sees(student):
    "Every point walks to the weighted average of all, and each step starts where the last ended."
    for n, d, bw in ((7, 2, 2.0), (5, 3, 0.9), (11, 1, 4.0)):
        X = points(n, d)
        for steps in (1, 3):
            got = student.meanshift(X, bw, n, steps)
            assert_close(got, walked(X, bw, steps), atol=1e-5)


@exercise("meanshift", points=1.25)
@diagnose("a batch sees where others have just walked to: read from one tensor, write into another")
def test_batches_change_nothing(student):
    "Any size of a batch gives the same result, also one that does not divide n."
    X = points(11, 2)
    expected = walked(X, 2.5, 1)
    for bs in (1, 2, 5, 10, 11, 100):
        assert_close(student.meanshift(X, 2.5, bs=bs, steps=1), expected, atol=1e-5)


@exercise("meanshift", points=0.5)
@diagnose(
    "after the five steps of the signature each flock should have met: are all defaults kept?"
)
def test_flocks_meet_at_their_middles(student):
    "By its defaults it brings each of three far flocks together, near its own average."
    middles = torch.tensor([[-40.0, 3.0], [25.0, 27.0], [9.0, -33.0]])
    flocks = middles[:, None] + 1.5 * torch.randn(3, 23, 2).clamp(-2, 2)
    ended = student.meanshift(flocks.reshape(69, 2), 2.5).reshape(3, 23, 2)
    apart = (ended - ended.mean(dim=1, keepdim=True)).norm(dim=-1)
    assert apart.max() < 0.1  # after one step still about 1
    off = (ended - flocks.mean(dim=1, keepdim=True)).norm(dim=-1)
    assert off.max() < 1


@exercise("meanshift", points=0.5)
@diagnose("new places belong into a new tensor, of the dtype of X; X belongs to your caller")
def test_input_stays(student):
    "Leaves X as it is and returns its shape and dtype."
    for dtype in (torch.float32, torch.float64):
        X = points(14, 3).to(dtype)[::2]
        with unchanged(X):
            got = student.meanshift(X, 2.0, bs=7, steps=1)
        assert_close(got, walked(X, 2.0, 1).to(dtype), atol=1e-3)  # cdist may round in float32


@probe
def largest_table(student, X, bs):
    import torch
    from torch.overrides import TorchFunctionMode

    sizes = [0]

    class Watch(TorchFunctionMode):
        def __torch_function__(self, func, types, args=(), kwargs=None):
            out = func(*args, **(kwargs or {}))
            if isinstance(out, torch.Tensor):
                sizes.append(out.numel())
            return out

    with Watch():
        student.meanshift(X, 2.0, bs=bs, steps=1)
    return max(sizes)


@exercise("meanshift", points=0.75)
@diagnose("a table of everyone with everyone was made: only bs points may walk at a time")
def test_batches_save_memory(student):
    "Makes no table of n by n numbers when bs is small."
    n, bs = 101, 2
    assert student.run(largest_table, points(n, 2), bs) < n * n / 4


@probe
def stays_on_its_device(student, X):
    import torch
    from torch.overrides import TorchFunctionMode

    makers = {torch.zeros, torch.ones, torch.empty, torch.full, torch.eye}

    class Elsewhere(TorchFunctionMode):
        """As on a GPU: a tensor made without a device is not where X is."""

        def __torch_function__(self, func, types, args=(), kwargs=None):
            kwargs = kwargs or {}
            if func in makers and kwargs.get("device") is None:
                kwargs = {**kwargs, "device": "meta"}
            return func(*args, **kwargs)

    with Elsewhere():
        result = student.meanshift(X, 2.0, bs=2, steps=1)
    return result.device == X.device


@exercise("meanshift", points=0.5)
@diagnose("torch.zeros(...) is made on the CPU: use zeros_like(X), or device=X.device")
def test_makes_tensors_where_x_lives(student):
    "Makes new tensors on the device of X, so that the same code runs on a GPU."
    assert student.run(stays_on_its_device, points(5, 2))
