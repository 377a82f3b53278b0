"""Hidden tests of `conv`: what comes out of the module it makes."""

import torch
import torch.nn.functional as F

from autograder.testing import assert_close, diagnose, exercise, probe


@probe
def applied(student, x, args, kwargs):
    """Apply a fresh module: its result, and its parameters, the kernel first."""
    module = student.conv(*args, **kwargs)
    params = sorted((p.detach() for p in module.parameters()), key=lambda p: -p.ndim)
    return module(x).detach(), params


@exercise("conv-block", points=0.5)
@diagnose("the padding is ks // 2; kernel size and stride go to nn.Conv2d as they were given")
def test_size_and_values(student):
    "Convolves with its own weights, any odd kernel, any stride, the padding that keeps the size."
    x = torch.randn(2, 3, 7, 10)
    for ks, stride in ((3, 2), (3, 1), (5, 2), (1, 1), (7, 3)):
        y, params = student.run(applied, x, (3, 5, ks, stride), {"act": False})
        assert len(params) == 2
        # sums of up to 147 float32
        assert_close(y, F.conv2d(x, *params, stride=stride, padding=ks // 2), rtol=1e-4, atol=1e-5)


@exercise("conv-block", points=0.25)
@diagnose(
    "with act=True, and by default, nn.ReLU follows the convolution; with act=False nothing does"
)
def test_activation(student):
    "Cuts off what is negative, unless act is False."
    x = torch.randn(2, 3, 6, 6)
    for kwargs in ({}, {"act": True}):
        y, params = student.run(applied, x, (3, 4), kwargs)
        wanted = F.conv2d(x, *params, stride=2, padding=1).relu()
        assert_close(y, wanted, rtol=1e-4, atol=1e-5)  # sums of 27 float32
    y, _ = student.run(applied, x, (3, 4), {"act": False})
    assert (y < 0).any()


@exercise("conv-block", points=0.25)
@diagnose("ks=3 and stride=2 by default, weights of nf kernels over ni channels, and a bias each")
def test_defaults_and_weights(student):
    "Has a kernel of 3, stride 2 and a bias by default, and all options by name."
    y, params = student.run(applied, torch.randn(1, 2, 9, 8), (2, 5), {})
    assert list(y.shape) == [1, 5, 5, 4]
    assert [list(p.shape) for p in params] == [[5, 2, 3, 3], [5]]
    y, params = student.run(
        applied, torch.randn(1, 2, 9, 8), (2, 3), {"ks": 5, "stride": 1, "act": True}
    )
    assert list(y.shape) == [1, 3, 9, 8]
