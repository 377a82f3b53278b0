"""Hidden tests of `Counted`: a stand-in that counts, passes on, and survives being copied."""

from autograder.testing import diagnose, exercise, probe


@probe
def counted_calls(student, n):
    """Call a stand-in n times; the answers, its count, and whether inner is the thing itself."""

    def f(*args, **kwargs):
        return [list(args), kwargs]

    c = student.Counted(f)
    return [c(i, i + 1, a=i) for i in range(n)], c.calls, c.inner is f


@exercise("counted", points=0.5)
@diagnose("a call counts, goes to inner with all its arguments, and its answer comes back")
def test_counts_and_answers(student):
    "Calls go through with all arguments, answers come back, and calls is how many."
    for n in (0, 1, 3):
        wanted = [[[i, i + 1], {"a": i}] for i in range(n)]
        assert list(student.run(counted_calls, n)) == [wanted, n, True]


@probe
def failing_call(student):
    """A call that fails: the error, and the count."""
    c = student.Counted(int)
    try:
        c("boot")
    except ValueError:
        return c.calls
    return "no ValueError"


@exercise("counted", points=0.25)
@diagnose("two stand-ins count apart, and a call that fails is a call")
def test_counts_apart(student):
    "Two of them count apart; a call that fails counts."
    assert student.run(failing_call) == 1
    assert student.run(two_counts) == [2, 1, 0]


@probe
def two_counts(student):
    """Count with two, one around the other, and a third that nobody calls."""
    inner = student.Counted(abs)
    outer, third = student.Counted(inner), student.Counted(abs)
    outer(-1), inner(-1)
    return [inner.calls, outer.calls, third.calls]


@probe
def passed_on(student):
    """Attributes of a layer, of a plain object with methods, and changes of it."""
    import torch

    layer = torch.nn.Linear(3, 2)
    c, box = student.Counted(layer), student.Counted(dict(a=1))
    first = c.in_features
    layer.note = "new"
    return first, c.weight is layer.weight, c.note, list(box.keys()), c.calls


@exercise("counted", points=0.5)
@diagnose("__getattr__ is asked for what is not there: give getattr(self.inner, name)")
def test_passes_on(student):
    "What it has not itself comes from inner, as it is there now, and counts nothing."
    assert list(student.run(passed_on)) == [3, True, "new", ["a"], 0]


@probe
def missing(student, name):
    """Ask for an attribute; the name of the error."""

    class Thing:
        calls = 99
        __odd__ = "special"
        _private = "passed on"
        half__ = "passed on as well"

    setattr(Thing, "__half", "passed on too")  # in the class its name would be mangled
    c = student.Counted(Thing())
    try:
        return [getattr(c, name)]
    except Exception as error:
        return type(error).__name__


@exercise("counted", points=0.25)
@diagnose("where inner has none either, an AttributeError comes out")
def test_what_nobody_has(student):
    "What nobody has is an AttributeError; what both have is its own."
    assert student.run(missing, "wings") == "AttributeError"
    assert student.run(missing, "calls") == [0]


@exercise("counted", points=0.25)
@diagnose("special names begin AND end with two underscores; these alone are not passed on")
def test_special_names_stay(student):
    "Special names are not passed on, other names with underscores are."
    assert student.run(missing, "__odd__") == "AttributeError"
    assert student.run(missing, "_private") == ["passed on"]
    assert student.run(missing, "half__") == ["passed on as well"]
    assert student.run(missing, "__half") == ["passed on too"]


@probe
def empty(student, name):
    """Ask an object that was never filled."""
    c = student.Counted.__new__(student.Counted)
    try:
        return repr(getattr(c, name))
    except Exception as error:
        return type(error).__name__


@exercise("counted", points=0.25)
@diagnose("inner is not there yet while a copy is made: AttributeError for that name, no recursion")
def test_not_filled_yet(student):
    "An object that is not filled yet says AttributeError, for any name."
    for name in ("inner", "weight", "__odd__"):
        assert student.run(empty, name) == "AttributeError"


@probe
def twins(student, how, what):
    """Copy a stand-in that was called once; its type, counts, and what is inside."""
    import copy
    import pickle
    from collections import Counter
    from fractions import Fraction

    import torch

    inner = {
        "layer": torch.nn.Linear(2, 2), "tensor": torch.ones(2), "counter": Counter("aab"),
        "fraction": Fraction(1, 3), "function": abs,
    }[what]  # fmt: skip
    c = student.Counted(inner)
    c.calls = 2
    ways = {
        "copy": copy.copy,
        "deepcopy": copy.deepcopy,
        "pickle": lambda c: pickle.loads(pickle.dumps(c)),
    }
    twin = ways[how](c)
    kind = type(twin) is student.Counted
    if not kind:
        return "another type"
    twin.calls += 1
    return [c.calls, twin.calls, twin.inner is inner, type(twin.inner) is type(inner)]


@exercise("counted", points=0.5)
@diagnose("copy asks an object that is not filled yet: no recursion for inner, no special names")
def test_survives_copy_and_pickle(student):
    "copy, deepcopy and pickle give a Counted with the same count."
    for how in ("copy", "deepcopy", "pickle"):
        for what in ("layer", "fraction", "function"):
            got = student.run(twins, how, what)
            assert (got[:2], got[3]) == ([2, 3], True)


@exercise("counted", points=0.25)
@diagnose("the one in front is copied: __deepcopy__ and its like must not be passed on")
def test_copies_of_what_knows_how_to_copy(student):
    "A copy is a Counted too where inner has its own way of copying and pickling."
    for how in ("copy", "deepcopy", "pickle"):
        for what in ("tensor", "counter"):
            assert student.run(twins, how, what)[:2] == [2, 3]


@exercise("counted", points=0.25)
@diagnose("a deep copy and an unpickled one have an inner of their own, a shallow copy shares it")
def test_inner_of_a_copy(student):
    "A deep or unpickled copy has an inner of its own, a shallow one shares it."
    shared = {how: student.run(twins, how, "layer")[2] for how in ("copy", "deepcopy", "pickle")}
    assert shared == {"copy": True, "deepcopy": False, "pickle": False}
