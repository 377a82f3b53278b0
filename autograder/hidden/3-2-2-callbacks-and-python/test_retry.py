"""Hidden tests of `retry`: how often, on which errors, who is told, and who it still is."""

from autograder.testing import diagnose, exercise, probe, raises


@probe
def tried(student, settings, naps, error, calls):
    """Call a decorated function that fails `naps` times in all; outcomes, tries, what was told."""
    errors = {"os": OSError, "key": KeyError, "timeout": TimeoutError, "value": ValueError}
    told, tries = [], []

    def f(*args, **kwargs):
        tries.append(1)
        if len(tries) <= naps:
            raise errors[error](f"nap {len(tries)}")
        return [list(args), kwargs]

    settings = dict(settings)
    if "errors" in settings:
        chosen = settings["errors"]
        settings["errors"] = (
            tuple(errors[name] for name in chosen) if isinstance(chosen, list) else errors[chosen]
        )
    if settings.pop("tell", False):
        settings["callback"] = lambda number, error: told.append([number, error.args[0]])
    stubborn, outcomes = student.retry(**settings)(f), []
    early = len(tries)
    for _ in range(calls):
        try:
            outcomes.append(stubborn(2, a=3))
        except Exception as caught:
            outcomes.append(caught.args[0])
    return outcomes, len(tries), told, early


DONE = [[2], {"a": 3}]


@exercise("retry", points=0.5)
@diagnose("return f(*args, **kwargs) as soon as it works: no more tries than needed")
def test_returns_the_first_success(student):
    "Gives what the first try without error gives, with all arguments, and stops there."
    for times, naps in ((3, 0), (3, 2), (5, 3), (1, 0), (2, 1)):
        got = student.run(tried, {"times": times}, naps, "os", 1)
        assert list(got[:2]) == [[DONE], naps + 1]


@exercise("retry", points=0.5)
@diagnose("`times` calls in all; the error of the last one comes out")
def test_gives_up_with_the_last_error(student):
    "Calls `times` times in all, three by default; then the last error comes out."
    for settings, tries in (({}, 3), ({"times": 1}, 1), ({"times": 5}, 5), ({"times": 2}, 2)):
        got = student.run(tried, settings, 99, "os", 1)
        assert list(got[:2]) == [[f"nap {tries}"], tries]


@exercise("retry", points=0.5)
@diagnose("catch `errors` alone, with their subclasses: whatever else comes out at once")
def test_only_the_errors_named(student):
    "Other errors come out at once; errors is a class or a tuple of classes."
    for errors, error, tries in (
        (None, "key", 1), (None, "timeout", 3), ("key", "key", 3), ("key", "os", 1),
        (["key", "value"], "value", 3), (["key", "value"], "key", 3), (["key", "value"], "os", 1),
    ):  # fmt: skip
        settings = {} if errors is None else {"errors": errors}
        got = student.run(tried, settings, 99, error, 1)
        assert list(got[:2]) == [[f"nap {tries}"], tries]


@exercise("retry", points=0.5)
@diagnose(
    "callback(number, error) between two tries: not behind the last one, not behind a success"
)
def test_tells_between_two_tries(student):
    "Tells number and error between a failed try and the one that follows, and only then."
    for times, naps, told in ((3, 99, 2), (5, 2, 2), (1, 99, 0), (4, 0, 0), (2, 1, 1)):
        got = student.run(tried, {"times": times, "tell": True}, naps, "os", 1)
        assert got[2] == [[i, f"nap {i}"] for i in range(1, told + 1)]
    assert student.run(tried, {"tell": True}, 9, "key", 1)[2] == []


@exercise("retry", points=0.25)
@diagnose("count in the innermost function: each call has all its tries")
def test_each_call_begins_anew(student):
    "Each call begins anew, and nothing is called while decorating."
    got = student.run(tried, {"times": 3, "tell": True}, 5, "os", 3)
    assert list(got) == [
        ["nap 3", DONE, DONE],
        7,
        [[n, f"nap {i}"] for n, i in ((1, 1), (2, 2), (1, 4), (2, 5))],
        0,
    ]


@probe
def identity(student):
    """Decorate a function with a signature, and look who it is."""
    import inspect

    def load(path, *, size=64):
        "Load a picture."
        return f"{path} {size}"

    stubborn = student.retry(times=2)(load)
    return stubborn.__name__, stubborn.__doc__, str(inspect.signature(stubborn))


@exercise("retry", points=0.25)
@diagnose("@wraps(f) in front of the innermost function")
def test_stays_who_it_is(student):
    "Name, help and signature stay those of the original."
    name, text, signature = student.run(identity)
    assert (name, text) == ("load", "Load a picture.")
    assert signature == "(path, *, size=64)"


@probe
def as_method(student):
    """Decorate a method; two objects, one of which naps."""

    class Disk:
        def __init__(self, naps):
            self.naps = naps

        @student.retry(times=2)
        def read(self, path):
            self.naps -= 1
            if self.naps >= 0:
                raise OSError("asleep")
            return path + "!"

    return Disk(1).read("a"), Disk(0).read("b")


@exercise("retry", points=0.25)
@diagnose("return a function, not an object: a method gets its self only then")
def test_methods_too(student):
    "Methods can be decorated."
    assert list(student.run(as_method)) == ["a!", "b!"]


@exercise("retry", points=0.25)
@diagnose("ask in retry itself, before anything is decorated: times < 1 is a ValueError")
def test_no_tries_at_all(student):
    "times below 1 is a ValueError when retry is called."
    for times in (0, -2):
        with raises("ValueError"):
            student.retry(times)
