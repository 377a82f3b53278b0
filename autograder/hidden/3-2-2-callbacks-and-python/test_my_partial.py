"""Hidden tests of `my_partial`: which arguments arrive where, in one call and in several."""

from autograder.testing import diagnose, exercise, probe, raises, rule


@probe
def called(student, args, kwargs, calls):
    """Fill in args and kwargs, then make these calls; what arrived at each."""

    def arrive(*args, **kwargs):
        return [list(args), kwargs]

    p = student.my_partial(arrive, *args, **kwargs)
    return [p(*more, **words) for more, words in calls]


@exercise("my-partial", points=0.5)
@rule(forbid=["functools.partial", "functools.partialmethod"])
@diagnose("what was filled in stands first, what the call brings behind it: f(*args, *more)")
def test_places(student):
    "What was filled in stands first, what the call brings behind it."
    for args, more in (([1, 2], [3]), ([], [5, 7]), ([1], []), ([2, 3, 5], [7, 11])):
        assert student.run(called, args, {}, [[more, {}]]) == [[[*args, *more], {}]]


@exercise("my-partial", points=0.5)
@diagnose("names that were filled in and names of the call go to f together")
def test_names_of_both(student):
    "Names that were filled in, and names of the call, arrive together."
    for kwargs, words in (({"a": 1}, {"b": 2}), ({}, {"b": 2}), ({"a": 1, "c": 3}, {})):
        assert student.run(called, [9], kwargs, [[[8], words]]) == [[[9, 8], {**kwargs, **words}]]


@exercise("my-partial", points=0.5)
@diagnose("a name that is given in the call wins: put words behind kwargs")
def test_the_call_wins(student):
    "A name that is given in the call wins over one that was filled in."
    got = student.run(called, [], {"a": 1, "b": 2}, [[[], {"a": 3}], [[], {"b": 5, "a": 7}]])
    assert got == [[[], {"a": 3, "b": 2}], [[], {"a": 7, "b": 5}]]


@exercise("my-partial", points=0.25)
@diagnose("each call begins anew: do not change what was filled in")
def test_calls_leave_no_trace(student):
    "A call leaves no trace in the calls behind it."
    got = student.run(called, [1], {"a": 2}, [[[3], {"b": 4, "a": 9}], [[], {}], [[5], {}]])
    assert got[1:] == [[[1], {"a": 2}], [[1, 5], {"a": 2}]]


@probe
def nested(student):
    """Fill in twice, differently from one base, and call."""

    def arrive(*args, **kwargs):
        return [list(args), kwargs]

    base = student.my_partial(arrive, 2, a=3)
    left, right = student.my_partial(base, 5, b=7), student.my_partial(base, 11, a=13)
    return [left(17), right(19, b=23), base()]


@exercise("my-partial", points=0.25)
@diagnose("a partial is a function like any other: filling in twice needs no care")
def test_of_a_partial(student):
    "A partial of a partial, and two from one."
    assert student.run(nested) == [
        [[2, 5, 17], {"a": 3, "b": 7}],
        [[2, 11, 19], {"a": 13, "b": 23}],
        [[2], {"a": 3}],
    ]


@probe
def odd_names(student, words):
    """Fill in keywords that are also likely names of variables."""

    def arrive(**kwargs):
        return kwargs

    return student.my_partial(arrive, **words)(**{name + "x": 1 for name in words})


@exercise("my-partial", points=0.25)
@diagnose("a keyword may have any name: collect with stars only, and keep the / of the signature")
def test_any_keyword(student):
    "A keyword may be called anything, f and self too."
    words = dict.fromkeys(["f", "func", "args", "kwargs", "self", "more", "words"], 1)
    got = student.run(odd_names, words)
    assert got == {**words, **{name + "x": 1 for name in words}}


@probe
def inside(student, args, kwargs):
    """What a partial carries, its types, and whether func is the function itself."""

    def f(*args, **kwargs):
        return 1

    p = student.my_partial(f, *args, **kwargs)
    p()
    return (
        p.func is f,
        isinstance(p.args, tuple),
        list(p.args),
        isinstance(p.keywords, dict),
        p.keywords,
    )


@exercise("my-partial", points=0.5)
@diagnose("set func, args (a tuple) and keywords (a dict) as attributes of what you return")
def test_carries_what_was_filled_in(student):
    "Carries func, args and keywords."
    for args, kwargs in (([2, 3], {"a": 5}), ([], {}), ([7], {})):
        assert list(student.run(inside, args, kwargs)) == [True, True, args, True, kwargs]


@probe
def fails(student, when):
    """Fill in a function that fails: its calls so far, or the call itself."""
    calls = []

    def f(x):
        calls.append(x)
        raise LookupError(x)

    p = student.my_partial(f, 3)
    if when == "filled":
        return calls
    return p()


@exercise("my-partial", points=0.25)
@diagnose("f runs when the partial is called, not before, and its errors come out")
def test_waits_and_lets_errors_out(student):
    "f is not called before its time; its errors come out."
    assert student.run(fails, "filled") == []
    with raises("LookupError"):
        student.run(fails, "called")
