"""Hidden tests of `inpaint`, against a slow walk in float64."""

import math

import torch

from autograder.testing import assert_close, diagnose, exercise, probe, unchanged


def plan(n):
    """Shares of a walk whose steps differ."""
    return (1 - 0.02 - 0.3 * torch.rand(n).double()).cumprod(dim=0)


@probe
def finished(student, known, mask, x, noise, renoise, abar):
    """Finish with a stub network; the result, what the network saw, whether a graph was kept."""
    import torch

    class Stub(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.w, self.saw = torch.nn.Parameter(torch.tensor(0.4).double()), []

        def forward(self, x, t):
            "Each pixel, its neighbour, where it is, and when."
            self.saw.append([x.clone(), t.tolist()])
            flat = x.flatten(1)
            where = torch.linspace(-0.3, 0.3, flat.shape[1]).double()
            eps = self.w * flat + 0.2 * flat.roll(1, dims=1) + where + 0.05 * t[:, None]
            return eps.reshape(x.shape)

    def mix(x0, t, eps, abar):
        "What `noisify` should give: these tests are not about it."
        picture, snow = abar[t].sqrt(), (1 - abar[t]).sqrt()
        return (picture * x0.movedim(0, -1) + snow * eps.movedim(0, -1)).movedim(-1, 0)

    def back(x, t, eps, z, abar):
        "What `ddpm_step` should give: these tests are not about it."
        x0 = ((x - (1 - abar[t]).sqrt() * eps) / abar[t].sqrt()).clamp(-1, 1)
        if t == 0:
            return x0
        inn, shepherd = 1 / (1 - abar[t - 1]), abar[t] / (abar[t - 1] - abar[t])
        root = (abar[t] / abar[t - 1]).sqrt()
        mean = (inn * abar[t - 1].sqrt() * x0 + shepherd / root * x) / (inn + shepherd)
        return mean + z / (inn + shepherd).sqrt()

    net, names = Stub(), student.guess_x0.__globals__
    theirs = {name: names.get(name) for name in ("noisify", "ddpm_step")}
    names.update(noisify=mix, ddpm_step=back)
    try:
        y = student.inpaint(net, known, mask, x, noise, renoise, abar)
    finally:
        names.update(theirs)
    return y.detach(), net.saw, y.requires_grad


def guessed(x, t):
    """The noise that the stub network sees in x (B, ...)."""
    flat = x.flatten(1)
    where = torch.linspace(-0.3, 0.3, flat.shape[1]).double()
    before = torch.cat([flat[:, -1:], flat[:, :-1]], dim=1)
    return (0.4 * flat + 0.2 * before + where + 0.05 * t).reshape(x.shape)


def slowly(known, mask, x, noise, renoise, abar):
    """What must come out, and what the network must have seen."""
    saw, mask = [], mask.expand_as(x)
    for t in range(len(abar) - 1, -1, -1):
        a = abar[t].item()
        x = x.clone()
        x[mask] = (a**0.5 * known + (1 - a) ** 0.5 * renoise[t])[mask]
        saw.append([x, [t] * len(x)])
        guess = ((x - (1 - a) ** 0.5 * guessed(x, t)) / a**0.5).clamp(-1, 1)
        if t == 0:
            x = guess
            continue
        before, alpha = abar[t - 1].item(), (abar[t] / abar[t - 1]).item()
        inn, shepherd = 1 / (1 - before), alpha / (1 - alpha)
        mean = (inn * before**0.5 * guess + shepherd * alpha**-0.5 * x) / (inn + shepherd)
        x = mean + (inn + shepherd) ** -0.5 * noise[t]
    x = x.clone()
    x[mask] = known[mask]
    return x, saw


def inputs(n, *shape):
    """Pictures, a mask, the beginning, both kinds of noise, shares."""
    known, x = torch.randn(2, *shape).double()
    noise, renoise = torch.randn(2, n, *shape).double()
    return known, torch.rand(*shape) < 0.5, x, noise, renoise, plan(n)


@exercise("inpaint", points=1)
@diagnose(
    "if what the network sees is right: then the step with noise[t], each pixel in its place, and "
    "the known pixels again at the end"
)
def test_the_whole_walk(student):
    "Finishes pictures as the text says."
    for shape in ((2, 1, 3, 5), (3, 4)):
        args = inputs(6, *shape)
        assert_close(student.run(finished, *args)[0], slowly(*args)[0], rtol=1e-5, atol=1e-6)


@exercise("inpaint", points=0.25)
@diagnose(
    "before each step, where the mask is True, the picture as faded as it is at this t: not clean, "
    "not as it is at another moment, and at every step"
)
def test_the_known_half_fades(student):
    "Of the known half the network sees as much picture as belongs to each moment."
    known, mask, x, noise, renoise, abar = inputs(5, 2, 1, 4, 3)
    silent = torch.zeros_like(noise)  # which noise comes on top is the question of another test
    saw = student.run(finished, known, mask, x, silent, torch.zeros_like(renoise), abar)[1]
    assert [t for _, t in saw] == [[t, t] for t in range(4, -1, -1)]
    spread = mask.expand_as(x)
    for seen, (t, _) in saw:
        assert_close(seen[spread], (abar[t].sqrt() * known)[spread], rtol=1e-5, atol=1e-6)


@exercise("inpaint", points=0.5)
@diagnose(
    "if the known half fades as it should: its noise is renoise[t], that of this moment, and x "
    "stays as it is where the mask is False"
)
def test_what_the_network_sees(student):
    "The network sees the known pixels with the noise of each moment."
    args = inputs(5, 2, 1, 4, 3)
    saw, wanted = student.run(finished, *args)[1], slowly(*args)[1]
    assert [t for _, t in saw] == [t for _, t in wanted]
    assert_close([x for x, _ in saw], [x for x, _ in wanted], rtol=1e-5, atol=1e-6)


@exercise("inpaint", points=0.5)
@diagnose("the mask may be one for all pictures, or a row: it has to be spread onto them")
def test_masks_of_other_shapes(student):
    "One mask may serve for all pictures, rows or columns."
    known, _, *rest = inputs(4, 2, 1, 4, 3)
    for shape in ((1, 1, 4, 3), (4, 3), (4, 1), (3,)):
        mask = torch.arange(12)[: math.prod(shape)].reshape(shape) % 3 == 1
        small, full, other = (
            student.run(finished, known, m, *rest)[0]
            for m in (mask, mask.expand_as(known).clone(), ~mask.expand_as(known))
        )
        assert_close(small, full, rtol=1e-5, atol=1e-6)
        assert not torch.equal(full, other)


@exercise("inpaint", points=0.5)
@diagnose("True is known and stays exactly; False is drawn")
def test_all_or_nothing_known(student):
    "If all is known that is the picture; if nothing is known it is drawn."
    known, mask, x, noise, renoise, abar = inputs(3, 2, 5)
    for full in (True, False):
        args = (known, torch.full_like(mask, full), x, noise, renoise, abar)
        got = student.run(finished, *args)[0]
        assert_close(got, slowly(*args)[0], rtol=1e-5, atol=1e-6)
        assert torch.equal(got, known) == full


@exercise("inpaint", points=0.25)
@diagnose("no graph: keep torch.no_grad; and change no argument")
def test_leaves_nothing_behind(student):
    "Keeps no graph, and changes no argument."
    args = inputs(3, 2, 5)
    with unchanged(*args):
        _, _, graph = student.run(finished, *args)
    assert not graph
