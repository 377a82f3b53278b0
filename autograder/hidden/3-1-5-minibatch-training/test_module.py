"""Hidden tests of `Module`: whatever is assigned is stored, and parts are noted at the door."""

from autograder.testing import diagnose, exercise, probe


@probe
def shapes_found(student):
    import torch
    from torch import nn

    class Net(student.Module):
        def __init__(self):
            super().__init__()
            self.first = nn.Linear(3, 5)
            self.scale = nn.Parameter(torch.ones(7))
            self.name = "boot"

    outer = student.Module()
    outer.net = Net()
    outer.alike = nn.Linear(3, 5)
    outer.deep = nn.Sequential(nn.Linear(2, 3, bias=False), nn.ReLU())
    twin = student.Module()
    twin.only = nn.Linear(2, 2)
    return [
        [list(p.shape) for p in outer.parameters()],
        [list(p.shape) for p in twin.parameters()],
        len(list(student.Module().parameters())),
        len(list(outer.parameters())),
    ]


@exercise("module", points=1)
@diagnose("parts are parameters, torch modules and Modules; each object keeps its own dictionary")
def test_parameters_of_all_parts(student):
    "Finds the parameters of all parts, and of parts of parts, in order, for each object its own."
    outer, twin, empty, again = student.run(shapes_found)
    assert outer == [[5, 3], [5], [7], [5, 3], [5], [3, 2]]
    assert twin == [[2, 2], [2]]
    assert empty == 0
    assert again == 6


@probe
def values_kept(student):
    import torch
    from torch import nn

    m = student.Module()
    m.name, m.none, m.sizes = "boot", None, [3, 5]
    m.layer, m.weight, m.child = nn.Linear(2, 3), nn.Parameter(torch.ones(2)), student.Module()
    m.name = "bag"
    kept = [isinstance(m.layer, nn.Linear), isinstance(m.child, student.Module)]
    return [m.name, m.none, m.sizes, m.weight.tolist(), kept]


@exercise("module", points=0.5)
@diagnose("end __setattr__ with super().__setattr__(name, value), for every value")
def test_every_value_is_stored(student):
    "Stores every value that is assigned, parts and others."
    assert student.run(values_kept) == ["bag", None, [3, 5], [1.0, 1.0], [True, True]]


@probe
def shared_count(student):
    import torch
    from torch import nn

    layer, weight = nn.Linear(2, 2), nn.Parameter(torch.ones(1))
    inner, outer = student.Module(), student.Module()
    inner.layer, inner.weight = layer, weight
    outer.inner, outer.layer, outer.weight = inner, layer, weight
    return len(list(outer.parameters()))


@exercise("module", points=0.5)
@diagnose("keep the id of each parameter that was given: a shared one comes once")
def test_shared_parameters_come_once(student):
    "Gives a parameter that two parts share only once."
    assert student.run(shared_count) == 3


@probe
def after_overwriting(student):
    from torch import nn

    m = student.Module()
    m.a, m.b, m.c = nn.Linear(2, 3), nn.Linear(3, 5), nn.Linear(5, 7)
    m.a = nn.Linear(2, 2, bias=False)
    m.b = None
    m.c = "gone"
    return [list(p.shape) for p in m.parameters()]


@exercise("module", points=0.5)
@diagnose("take the old entry out of `_parts` whenever its name is assigned again")
def test_overwritten_parts_leave(student):
    "Forgets a part that was overwritten, by another part or by something else."
    assert student.run(after_overwriting) == [[2, 2]]


@probe
def moods(student):
    import torch
    from torch import nn

    inner, outer = student.Module(), student.Module()
    inner.drop, inner.weight = nn.Dropout(0.5), nn.Parameter(torch.ones(1))
    outer.inner, outer.stack = inner, nn.Sequential(nn.ReLU(), nn.Dropout(0.5))
    parts = (outer, inner, inner.drop, outer.stack, outer.stack[1])
    seen = [outer.training]
    for switch in (outer.eval, outer.train, lambda: outer.train(False)):
        switch()
        seen.append([bool(part.training) for part in parts])
    return seen


@exercise("module", points=0.25)
@diagnose("set `training` here and call train(mode) of every part that is a module")
def test_mood_reaches_all_parts(student):
    "train and eval reach parts of parts."
    start, off, on, off_again = student.run(moods)
    assert start is True
    assert off == off_again == [False] * 5
    assert on == [True] * 5


@probe
def returned(student):
    m = student.Module()
    return [m.eval() is m, m.train() is m, m.train(False) is m]


@exercise("module", points=0.25)
@diagnose("end train with return self")
def test_mood_returns_the_module(student):
    "train and eval return the module itself."
    assert student.run(returned) == [True, True, True]
