"""Hidden tests of `ModuleList` and `Sequential`. A slip in `Module` costs nothing here."""

import contextlib

from autograder.testing import StudentError, diagnose, exercise, probe


@probe
def give_a_sound_module(student):
    from torch import nn

    Module = student.Module

    def __init__(self):
        object.__setattr__(self, "_parts", {})
        self.training = True

    def __setattr__(self, name, value):
        self._parts.pop(name, None)
        if isinstance(value, (nn.Parameter, nn.Module, Module)):
            self._parts[name] = value
        object.__setattr__(self, name, value)

    def parameters(self):
        parts = list(self._parts.values())
        found = [[p] if isinstance(p, nn.Parameter) else list(p.parameters()) for p in parts]
        return iter(list({id(p): p for group in found for p in group}.values()))

    def call(self, *args):
        return self.forward(*args)

    Module.__init__, Module.__setattr__ = __init__, __setattr__
    Module.parameters, Module.__call__ = parameters, call


def look(student, probe):
    """Yield what a probe sees with the student's Module, then with a sound one."""
    with contextlib.suppress(StudentError):
        yield student.run(probe)
    student.run(give_a_sound_module)
    yield student.run(probe)


@probe
def walked(student):
    from torch import nn

    layers = [nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 5)]
    seen = []
    for given in (layers, tuple(layers), (layer for layer in layers)):
        ms = student.ModuleList(given)
        places = [next(i for i, known in enumerate(layers) if known is m) for m in ms]
        seen.append([len(ms), places, ms[0] is layers[0], ms[2] is layers[2], ms[-1] is layers[2]])
    return [*seen, len(student.ModuleList([]))]


@exercise("sequential", points=0.75)
@diagnose("keep the layers as a list too: it has a length, an index and a loop to lend")
def test_list_is_walked_and_indexed(student):
    "ModuleList has a length, indices from both ends and a loop, also if made from a generator."
    expected = [[3, [0, 1, 2], True, True, True]] * 3 + [0]
    assert any(seen == expected for seen in look(student, walked))


@probe
def chained(student):
    import torch
    from torch import nn

    def add_one(x):
        return x + 1

    def double(x):
        return 2 * x

    x = torch.tensor([1.0, -2.0])
    chains = ((add_one, double), (double, add_one), (nn.ReLU(),), (double, nn.ReLU(), double))
    seen = [student.Sequential(*chain)(x).tolist() for chain in chains]
    nested = student.Sequential(student.Sequential(add_one, double), add_one)
    return [*seen, nested(x).tolist()]


@exercise("sequential", points=0.75)
@diagnose("hand the result of each layer to the one behind it, in the order they were given")
def test_layers_are_called_in_turn(student):
    "Sequential sends its input through all layers in turn, also through another Sequential."
    expected = [[4.0, -2.0], [3.0, -3.0], [1.0, 0.0], [4.0, 0.0], [5.0, -1.0]]
    assert any(seen == expected for seen in look(student, chained))


@probe
def found(student):
    from torch import nn

    def layers():
        return nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 5, bias=False)

    ms, chain = student.ModuleList(list(layers())), student.Sequential(*layers())
    nested = student.Sequential(student.Sequential(*layers()), nn.Linear(5, 1))
    many = student.ModuleList([nn.Linear(1, 1) for _ in range(11)])
    models = (ms, chain, nested, many)
    return [sorted(list(p.shape) for p in model.parameters()) for model in models]


@exercise("sequential", points=0.5)
@diagnose("assign each layer to self by setattr under a name of its own: a plain list is no part")
def test_parameters_of_layers_are_found(student):
    "Finds the parameters of all layers, for lists of any length and one inside another."
    three = sorted([[3, 2], [3], [5, 3]])
    expected = [three, three, sorted([*three, [1, 5], [1]]), sorted([[1, 1], [1]] * 11)]
    assert any(seen == expected for seen in look(student, found))
