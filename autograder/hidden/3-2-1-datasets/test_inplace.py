"""Hidden tests of `inplace`: the first argument comes back, whatever f returns."""

from autograder.testing import diagnose, exercise, probe, raises


@probe
def returned(student, values):
    """Decorate functions that return other things, and see what comes back for each value."""
    things = []
    for value in values:
        box = [1, 2]

        def append(x, value=value):
            x.append(3)
            return value

        got = student.inplace(append)(box)
        things.append([got is box, list(got) if isinstance(got, list) else None])
    return things


@exercise("inplace", points=0.5)
@diagnose("return the first argument behind the call of f: the object that came in, changed")
def test_gives_the_first_argument(student):
    "Returns its first argument, the very object, after f has changed it."
    assert student.run(returned, [None]) == [[True, [1, 2, 3]]]


@exercise("inplace", points=0.25)
@diagnose("what f returns does not matter: call it, and return the first argument in any case")
def test_ignores_what_f_returns(student):
    "Returns its first argument also when f returns something else."
    assert student.run(returned, [0, 7, [5], "text"]) == [[True, [1, 2, 3]]] * 4


@probe
def passed_on(student):
    seen = []

    @student.inplace
    def note(x, *args, **kwargs):
        seen.append([x, list(args), kwargs])

    note({"a": 1})
    note(5, 6, 7)
    note("boot", 1, size=2, color="red")
    return seen


@exercise("inplace", points=0.5)
@diagnose("the inner function takes x, *args, **kwargs and hands all of them to f")
def test_passes_all_arguments_on(student):
    "Passes further arguments on to f, by position and by name."
    assert student.run(passed_on) == [
        [{"a": 1}, [], {}],
        [5, [6, 7], {}],
        ["boot", [1], {"size": 2, "color": "red"}],
    ]


@probe
def times_called(student, calls):
    count = []
    changed = student.inplace(lambda x: count.append(x))
    before = len(count)
    for i in range(calls):
        changed(i)
    return before, count


@exercise("inplace", points=0.25)
@diagnose("f runs when the decorated function is called, once a call, and never before")
def test_calls_f_once_a_call(student):
    "Calls f once for each call, and not while decorating."
    assert student.run(times_called, 3) == (0, [0, 1, 2])


@probe
def failing(student):
    @student.inplace
    def fails(x):
        raise LookupError("no such shelf")

    fails([1])


@exercise("inplace", points=0.25)
@diagnose("catch nothing: an error in f is for the caller to see")
def test_errors_come_through(student):
    "Lets errors of f through."
    with raises("LookupError"):
        student.run(failing)


@probe
def labels(student):
    @student.inplace
    def shrink(row):
        "Make a row smaller."

    return shrink.__name__, shrink.__doc__


@exercise("inplace", points=0.25)
@diagnose("functools.wraps(f) above the inner function copies name and docstring")
def test_keeps_name_and_docstring(student):
    "The decorated function has the name and the docstring of f."
    assert student.run(labels) == ("shrink", "Make a row smaller.")
