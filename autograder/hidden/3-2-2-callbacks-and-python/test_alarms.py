"""Hidden tests of `alarms`: one callback a limit, each with its own name, each rings once."""

from autograder.testing import diagnose, exercise, probe


@probe
def rung(student, limits, calls):
    """Call the alarms of these numbers (None: all) at these places; what was heard after each."""
    from types import SimpleNamespace

    callbacks, heard = student.alarms(limits)
    after = []
    for number, place in calls:
        chosen = callbacks if number is None else [callbacks[number]]
        for callback in chosen:
            callback(SimpleNamespace(w=place))
        after.append(list(heard))
    return len(callbacks), after


@exercise("alarms", points=0.5)
@diagnose("a lambda looks its names up when it is called: fix name and limit while the loop runs")
def test_each_has_its_own_name_and_limit(student):
    "Each callback has its own name and its own limit, in the order of the dictionary."
    limits = {"a": 5.0, "b": 3.0, "c": 8.0}
    for number, name in enumerate(limits):
        low = student.run(rung, limits, [[number, limits[name] - 0.5]])
        high = student.run(rung, limits, [[number, limits[name] + 0.5]])
        assert list(low) == [3, [[name]]]
        assert list(high) == [3, [[]]]


@exercise("alarms", points=0.25)
@diagnose("below the limit: at the limit itself nothing rings")
def test_rings_below_only(student):
    "Rings below its limit, not at it."
    calls = [[None, 2.0], [None, 2.0 - 1e-9]]
    assert student.run(rung, {"x": 2.0}, calls)[1] == [[], ["x"]]


@exercise("alarms", points=0.5)
@diagnose("who has rung is silent from then on: look into heard first, or remember it")
def test_rings_once(student):
    "Rings once, also when the marble comes back."
    calls = [[None, 1.0], [None, 0.5], [None, 9.0], [None, 1.0], [0, -2.0]]
    assert student.run(rung, {"x": 2.0, "y": 1.5}, calls)[1] == [["x", "y"]] * 5


@exercise("alarms", points=0.25)
@diagnose("heard holds the names in the order in which they rang")
def test_heard_in_order_of_ringing(student):
    "Names are heard when and in the order in which they ring."
    calls = [[None, 6.0], [None, 4.0], [None, 2.0]]
    limits = {"low": 3.0, "high": 7.0, "middle": 5.0}
    wanted = [["high"], ["high", "middle"], ["high", "middle", "low"]]
    assert student.run(rung, limits, calls)[1] == wanted
    assert list(student.run(rung, {}, [[None, 0.0]])) == [0, [[]]]


@probe
def set_up_twice(student):
    """Set up twice; ring the first; what the second heard before and after ringing itself."""
    from types import SimpleNamespace

    first, heard_first = student.alarms({"x": 2.0})
    first[0](SimpleNamespace(w=1.0))
    second, heard_second = student.alarms({"x": 2.0})
    before = list(heard_second)
    second[0](SimpleNamespace(w=1.0))
    return before, list(heard_second), list(heard_first)


@exercise("alarms", points=0.5)
@diagnose("a default is made once: make the list inside, at each call of alarms")
def test_each_call_begins_anew(student):
    "Each call of alarms has a list of its own, and alarms that have not rung."
    assert list(student.run(set_up_twice)) == [[], ["x"], ["x"]]
