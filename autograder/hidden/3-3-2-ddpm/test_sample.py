"""Hidden tests of `ddpm_step` and `ddpm_sample`, against a slow walk in float64."""

from itertools import pairwise

import torch

from autograder.testing import assert_close, diagnose, exercise, probe, unchanged


def plan(n):
    """Shares of a walk whose steps differ."""
    return (1 - 0.02 - 0.3 * torch.rand(n).double()).cumprod(dim=0)


def step(x, t, eps, z, abar):
    """One step by two witnesses, in plain numbers."""
    a = abar[t].item()
    guess = ((x - (1 - a) ** 0.5 * eps) / a**0.5).clamp(-1, 1)
    if t == 0:
        return guess
    before, alpha = abar[t - 1].item(), (abar[t] / abar[t - 1]).item()
    inn, shepherd = 1 / (1 - before), alpha / (1 - alpha)
    mean = (inn * before**0.5 * guess + shepherd * alpha**-0.5 * x) / (inn + shepherd)
    return mean + (inn + shepherd) ** -0.5 * z


def say(x, t):
    """What the stub network of the tests answers: of each pixel, its neighbour, place and time."""
    flat = x.flatten(1)
    where = torch.linspace(-0.3, 0.3, flat.shape[1]).double()
    before = torch.cat([flat[:, -1:], flat[:, :-1]], dim=1)
    return (0.4 * flat + 0.2 * before + where + 0.05 * t[:, None]).reshape(x.shape)


def met(shape, a, loud=0.15):
    """A faint picture mixed with noise, and the noise; where that is faint no value is beyond 1."""
    x0, eps = torch.rand(*shape).double() - 0.5, loud * torch.randn(*shape).double()
    return a**0.5 * x0 + (1 - a) ** 0.5 * eps, eps


@probe
def stepped(student, x, t, eps, z, abar):
    """Take one step."""
    import torch

    def weigh(abar):
        "What `posterior` should give: these tests are not about it."
        before = torch.nn.functional.pad(abar, (1, 0), value=1.0)[:-1]
        shepherd, rest = abar / before, 1 - abar
        var = (1 - shepherd) * (1 - before) / rest
        return (before.sqrt() * (1 - shepherd) / rest, shepherd.sqrt() * (1 - before) / rest, var)

    names = student.guess_x0.__globals__
    theirs, names["posterior"] = names.get("posterior"), weigh
    try:
        return student.ddpm_step(x, t, eps, z, abar)
    finally:
        names["posterior"] = theirs


@probe
def walked(student, x, noise, abar):
    """Walk back with a stub network; the states, what it was asked, whether a graph was kept."""
    import torch

    class Stub(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.w, self.asked = torch.nn.Parameter(torch.tensor(0.4).double()), []

        def forward(self, x, t):
            self.asked.append([list(t.shape), str(t.dtype), t.flatten().tolist()])
            flat = x.flatten(1)
            where = torch.linspace(-0.3, 0.3, flat.shape[1]).double()
            eps = self.w * flat + 0.2 * flat.roll(1, dims=1) + where + 0.05 * t.reshape(-1, 1)
            return eps.reshape(x.shape)

    def weigh(abar):
        "What `posterior` should give: these tests are not about it."
        before = torch.nn.functional.pad(abar, (1, 0), value=1.0)[:-1]
        shepherd, rest = abar / before, 1 - abar
        var = (1 - shepherd) * (1 - before) / rest
        return (before.sqrt() * (1 - shepherd) / rest, shepherd.sqrt() * (1 - before) / rest, var)

    net, names = Stub(), student.guess_x0.__globals__
    theirs, names["posterior"] = names.get("posterior"), weigh
    try:
        states = student.ddpm_sample(net, x, noise, abar)
    finally:
        names["posterior"] = theirs
    return [s.detach() for s in states], net.asked, any(s.requires_grad for s in states)


def walk(x, noise, abar):
    """The states of the slow walk."""
    states = [x]
    for t in range(len(abar) - 1, -1, -1):
        states.append(
            step(states[-1], t, say(states[-1], torch.full((len(x),), t)), noise[t], abar)
        )
    return states


@exercise("sample", points=1)
@diagnose("the posterior's mean of guess and x, plus the root of its variance times z")
def test_one_step(student):
    "A step goes to the posterior's mean plus scaled noise."
    abar = plan(9)
    for t in (8, 4, 1):
        (x, eps), z = met((3, 1, 2, 5), abar[t].item()), 0.15 * torch.randn(3, 1, 2, 5).double()
        assert_close(student.run(stepped, x, t, eps, z, abar), step(x, t, eps, z, abar), rtol=1e-6)


@exercise("sample", points=0.25)
@diagnose("if one step is right: bring the guess into -1..1, before it is weighed against x")
def test_clamps_the_guess(student):
    "Guesses beyond -1..1 are brought back."
    abar = plan(6)
    for t in (5, 2):
        x, eps = 3 * torch.randn(2, 4, 3).double()
        z = torch.zeros_like(x)
        assert_close(student.run(stepped, x, t, eps, z, abar), step(x, t, eps, z, abar), rtol=1e-6)


@exercise("sample", points=0.25)
@diagnose("if one step is right: only the guess is brought into -1..1, not x, and not the result")
def test_clamps_nothing_else(student):
    "Where only x is beyond -1..1 nothing is brought back."
    abar = plan(6)
    for t in (5, 2):
        x, eps = met((4, 3), abar[t].item(), loud=3.0)
        z = torch.zeros_like(x)
        assert_close(student.run(stepped, x, t, eps, z, abar), step(x, t, eps, z, abar), rtol=1e-6)


@exercise("sample", points=0.5)
@diagnose("the last step goes to the guess: no noise at t = 0, and abar[-1] is not before it")
def test_no_noise_in_the_last_step(student):
    "At t = 0 no noise is added, and the guess is the picture."
    abar = plan(5)
    (x, eps), z = met((2, 7), abar[0].item()), torch.randn(2, 7).double()
    # 1 - alpha over 1 - abar: equal but for the last digits
    assert_close(
        student.run(stepped, x, 0, eps, 1e3 * z, abar), step(x, 0, eps, z, abar), atol=1e-4
    )


@exercise("sample", points=1)
@diagnose(
    "if steps are right: from the last moment to 0, with noise[t], each state from the one before"
)
def test_the_whole_walk(student):
    "All states of a walk are right, for pictures and for plain rows."
    for shape in ((2, 1, 3, 5), (3, 2)):
        abar = plan(7)
        x, noise = torch.randn(*shape).double(), torch.randn(7, *shape).double()
        states, _, _ = student.run(walked, x, noise, abar)
        # whether x itself stands before them is another test
        assert_close(states[-7:], walk(x, noise, abar)[1:], rtol=1e-5, atol=1e-6)


@probe
def led_home(student, home, x, noise, abar):
    """Walk back with an oracle that knows where home is."""
    import torch

    def weigh(abar):
        "What `posterior` should give: these tests are not about it."
        before = torch.nn.functional.pad(abar, (1, 0), value=1.0)[:-1]
        shepherd, rest = abar / before, 1 - abar
        var = (1 - shepherd) * (1 - before) / rest
        return (before.sqrt() * (1 - shepherd) / rest, shepherd.sqrt() * (1 - before) / rest, var)

    def oracle(x, t):
        a = abar[t].reshape(-1, *[1] * (x.ndim - 1))
        return (x - a.sqrt() * home) / (1 - a).sqrt()

    names = student.guess_x0.__globals__
    theirs, names["posterior"] = names.get("posterior"), weigh
    try:
        return student.ddpm_sample(oracle, x, noise, abar)[-1]
    finally:
        names["posterior"] = theirs


@exercise("sample", points=0.5)
@diagnose("who always names the noise of one picture must end at that picture")
def test_an_oracle_leads_home(student):
    "With an oracle for a network, every walk ends at the oracle's picture."
    for n in (1, 2, 30):
        home, abar = torch.rand(1, 1, 4, 3).double() * 2 - 1, plan(n)
        x, noise = torch.randn(2, 1, 4, 3).double(), torch.randn(n, 2, 1, 4, 3).double()
        got = student.run(led_home, home, x, noise, abar)
        assert_close(got, home.expand(2, -1, -1, -1), atol=1e-6)


@exercise("sample", points=0.5)
@diagnose("t is an int64 tensor with the moment for each picture")
def test_asks_with_the_moment(student):
    "The network is asked once a step, with a whole number for each picture."
    abar = plan(4)
    _, asked, _ = student.run(
        walked, torch.randn(3, 2).double(), torch.randn(4, 3, 2).double(), abar
    )
    assert asked == [[[3], "torch.int64", [t] * 3] for t in (3, 2, 1, 0)]


@exercise("sample", points=0.5)
@diagnose("n + 1 states, x first; states are new tensors, not one that is overwritten")
def test_all_states(student):
    "Returns all states, the beginning first, each a tensor of its own."
    abar, x, noise = plan(3), torch.randn(2, 5).double(), torch.randn(3, 2, 5).double()
    states, _, _ = student.run(walked, x, noise, abar)
    assert_close(states[0], x)
    assert len(states) == 4
    assert all(not torch.equal(a, b) for a, b in pairwise(states))


@exercise("sample", points=0.5)
@diagnose("no graph: keep torch.no_grad; and change no argument")
def test_leaves_nothing_behind(student):
    "Keeps no graph, and changes no argument."
    abar, x, noise = plan(3), torch.randn(2, 5).double(), torch.randn(3, 2, 5).double()
    eps, z = torch.randn(2, 2, 5).double()
    with unchanged(x, noise, abar, eps, z):
        _, _, graph = student.run(walked, x, noise, abar)
        student.run(stepped, x, 2, eps, z, abar)
    assert not graph
