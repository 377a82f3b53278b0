"""Hidden tests of `Module`: calls are remembered, and undone last first."""

import torch

from autograder.testing import assert_close, diagnose, exercise, probe


@probe
def powers(student, x, times):
    """Square x `times` times with one layer, walk back: the result and the slope at x."""

    class Square(student.Module):
        def forward(self, inp):
            return inp**2

        def bwd(self, out, inp):
            slope = out.g * 2 * inp
            inp.g = slope if getattr(inp, "g", None) is None else inp.g + slope

    layer, out = Square(), x
    for _ in range(times):
        out = layer(out)
    out.g = 1 + 0 * out
    for _ in range(times):
        layer.backward()
    return out, getattr(x, "g", None)


@exercise("module", points=1)
@diagnose("keep every call in a list, and undo the last one first")
def test_layer_used_several_times(student):
    "A layer that is called 1, 2 and 3 times finds its way back."
    x = 0.5 + torch.rand(3).double()
    for times in (1, 2, 3):
        out, slope = student.run(powers, x, times)
        n = 2**times
        assert_close(out, x**n)
        assert_close(slope, n * x ** (n - 1))


@probe
def told(student):
    """Tell which tensors bwd was given, by identity, and what is still remembered."""
    import torch

    seen = []

    class Spy(student.Module):
        def __init__(self, name):
            super().__init__()
            self.name = name

        def forward(self, *args):
            return sum(args) + 0.5

        def bwd(self, *args):
            seen.append((self.name, [known.get(id(a)) for a in args]))

    a, b, c = torch.ones(2), torch.ones(3, 2), torch.ones(2)
    one, two = Spy("one"), Spy("two")
    p = one(a, b)
    q = two(c)
    r = one(p)
    known = {id(t): n for t, n in ((a, "a"), (b, "b"), (c, "c"), (p, "p"), (q, "q"), (r, "r"))}
    two.forward(a)
    left = [len(one.calls), len(two.calls)]
    results = [one.backward(), two.backward()]
    left += [len(one.calls), len(two.calls)]
    results.append(one.backward())
    left += [len(one.calls), len(two.calls)]
    return seen, left, [r is None for r in results]


@exercise("module", points=0.5)
@diagnose("bwd(out, *args): the very tensors of that call, from this object's own list")
def test_hands_the_very_tensors(student):
    "Hands bwd the very output and inputs of the call, each object its own."
    seen, _, _ = student.run(told)
    assert seen == [("one", ["r", "p"]), ("two", ["q", "c"]), ("one", ["p", "a", "b"])]


@exercise("module", points=0.5)
@diagnose("take a call out of the list when it is undone; forward alone remembers nothing")
def test_forgets_what_was_undone(student):
    "Remembers calls, not forwards, and forgets each when it is undone; backward returns nothing."
    _, left, nothing = student.run(told)
    assert left == [2, 1, 1, 0, 0, 0]
    assert nothing == [True, True, True]
