"""Hidden tests of `to_device`, on torch's device "meta", which every machine has."""

import torch

from autograder.testing import diagnose, exercise, probe


@probe
def moved(student, x):
    """Move x to "meta", and describe what came back: types, devices, values."""
    import torch

    def told(value):
        if isinstance(value, torch.Tensor):
            return [value.device.type, list(value.shape), str(value.dtype)]
        if isinstance(value, dict):
            return ["dict", [[k, told(v)] for k, v in value.items()]]
        if isinstance(value, (list, tuple)):
            return [type(value).__name__, [told(v) for v in value]]
        return ["as it is", value]

    return told(student.to_device(x, "meta"))


META = ["meta", [2, 3], "torch.float64"]
HERE = torch.zeros(2, 3, dtype=torch.float64)


@exercise("to-device", points=0.25)
@diagnose("hand `device` on at every depth: a tensor in a list moves as a bare one does")
def test_moves_tensors_in_lists_and_tuples(student):
    "Moves bare tensors, and those in lists and tuples, which keep their type."
    assert student.run(moved, HERE) == META
    assert student.run(moved, [HERE, HERE]) == ["list", [META, META]]
    assert student.run(moved, (HERE,)) == ["tuple", [META]]
    assert student.run(moved, []) == ["list", []]


@exercise("to-device", points=0.25)
@diagnose("a dict comes back as a dict, all keys in their order, their values moved")
def test_dicts_keep_keys_and_order(student):
    "Moves the values of dicts, and keeps every key in its place."
    got = student.run(moved, {"z": HERE, 5: HERE, "a": 7})
    assert got == ["dict", [["z", META], [5, META], ["a", ["as it is", 7]]]]


@exercise("to-device", points=0.25)
@diagnose("call yourself on every value: containers hold containers")
def test_any_depth(student):
    "Moves tensors however deep they lie."
    got = student.run(moved, {"a": [(HERE, {"b": [HERE]})]})
    assert got == [
        "dict",
        [["a", ["list", [["tuple", [META, ["dict", [["b", ["list", [META]]]]]]]]]]],
    ]


@exercise("to-device", points=0.25)
@diagnose("what is neither tensor, module nor container is passed on: end with `return x`")
def test_passes_on_the_rest(student):
    "Passes on texts, numbers and None, alone and within."
    for value in ("coat", b"coat", 3, 0.5, None, True):
        assert student.run(moved, value) == ["as it is", value]
    got = student.run(moved, ["coat", None, HERE])
    assert got == ["list", [["as it is", "coat"], ["as it is", None], META]]


@probe
def named(student, x):
    from collections import namedtuple

    Batch = namedtuple("Batch", "x y")
    got = student.to_device([Batch(x, [x])], "meta")[0]
    return [type(got) is Batch, got.x.device.type, got.y[0].device.type, len(got)]


@exercise("to-device", points=0.5)
@diagnose("a named tuple takes its fields one by one: type(x)(*values)")
def test_named_tuples_stay_themselves(student):
    "Gives a named tuple of the same kind, its fields moved."
    assert student.run(named, HERE) == [True, "meta", "meta", 2]


@probe
def caller(student, x):
    own = {"list": [x], "dict": {"x": x}}
    kept = own["list"], own["dict"]
    got = student.to_device(own, "meta")
    places = [own["list"][0].device.type, own["dict"]["x"].device.type]
    fresh = got is not own and got["list"] is not kept[0] and got["dict"] is not kept[1]
    return [*places, own["list"] is kept[0], own["dict"] is kept[1], fresh]


@exercise("to-device", points=0.25)
@diagnose("build new containers; never write into those of the caller")
def test_leaves_the_callers_containers_alone(student):
    "Leaves the caller's containers, and those inside, as they were."
    assert student.run(caller, HERE) == ["cpu", "cpu", True, True, True]


@probe
def module(student):
    import torch
    from torch import nn

    net = student.to_device({"net": nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3))}, "meta")[
        "net"
    ]
    back = student.to_device([torch.zeros(2)], torch.device("cpu"))
    return [sorted({t.device.type for t in net.state_dict().values()}), back[0].device.type]


@exercise("to-device", points=0.25)
@diagnose("modules have .to as tensors do; a device may be a text or a torch.device")
def test_modules_and_devices(student):
    "Moves modules with weights and buffers, and takes a torch.device too."
    assert student.run(module) == [["meta"], "cpu"]
