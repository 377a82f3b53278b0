"""Hidden tests of `run_cbs` and `with_cbs`: who is called when, and what leaves which scope."""

from autograder.testing import diagnose, exercise, probe

WORDS = [
    "predict", "after_predict", "get_loss", "after_loss",
    "backward", "after_backward", "step", "after_step", "zero_grad",
]  # fmt: skip
KINDS = ("batch", "epoch", "fit", "error")


@probe
def cue(student, event, crew, container):
    """Give a cue to callbacks of these orders; None as an order: it has no such method."""

    class Silent:
        order = 0

    class Loud:
        def __init__(self, name, order):
            self.name, self.order = name, order

    setattr(Loud, event, lambda self, learn: learn.append(self.name))
    cbs = [Silent() if order is None else Loud(name, order) for name, order in crew]
    before, heard = list(cbs), []
    student.run_cbs(
        {"list": cbs, "tuple": tuple(cbs), "generator": iter(cbs)}[container], event, heard
    )
    return heard, all(a is b for a, b in zip(before, cbs, strict=True))


@exercise("events", points=0.5)
@diagnose("sort by `order`; Python's sort keeps equal ones as they came")
def test_by_order_and_stable(student):
    "Calls callbacks by their order, equal ones as they stand in the list."
    crew = [["a", 3], ["b", -1], ["c", 0.5], ["d", 3], ["e", -1], ["f", 0], ["g", 3]]
    for event in ("before_batch", "predict", "cleanup_fit"):
        assert student.run(cue, event, crew, "list")[0] == list("befcadg")


@exercise("events", points=0.25)
@diagnose("not every callback has every event: getattr(cb, event, None)")
def test_passes_over_those_without_the_event(student):
    "Passes over callbacks without the event, whatever holds them, and calls the others."
    crew = [["a", 2], ["x", None], ["b", 1], ["y", None]]
    for container in ("list", "tuple", "generator"):
        assert student.run(cue, "after_loss", crew, container)[0] == ["b", "a"]
    assert student.run(cue, "step", [], "list")[0] == []


@exercise("events", points=0.25)
@diagnose("the list belongs to the Learner: sorted(cbs) makes a new one, cbs.sort() does not")
def test_leaves_the_list_alone(student):
    "Leaves the list of callbacks as it was."
    assert student.run(cue, "step", [["a", 2], ["b", 1], ["c", 0]], "list")[1]


@probe
def failing(student, event, crew):
    """Callbacks that raise: the names heard, which error came out, and its notes."""
    errors = {
        "value": ValueError, "key": KeyError, "fit": student.CancelFitException,
        "batch": student.CancelBatchException,
    }  # fmt: skip

    class Tester:
        order = 0

        def __init__(self, name, error):
            self.name, self.error = name, error

        def hear(self, learn):
            learn.append(self.name)
            if self.error:
                raise errors[self.error](self.name)

    setattr(Tester, event, Tester.hear)
    heard = []
    try:
        student.run_cbs([Tester(name, error) for name, error in crew], event, heard)
    except Exception as error:
        return heard, str(error.args[0]), type(error).__name__, getattr(error, "__notes__", [])
    return heard, "", "", []


@exercise("events", points=0.5)
@diagnose("an error, or a Cancel, goes on its way at once: nobody behind it is called")
def test_errors_go_on_their_way(student):
    "An exception comes out at once, Cancels included."
    for event in ("after_loss", "before_fit", "step"):
        for error, name in (("value", "ValueError"), ("fit", "CancelFitException")):
            heard, who, kind, _ = student.run(
                failing, event, [["a", ""], ["b", error], ["c", "key"]]
            )
            assert (heard, who, kind) == (["a", "b"], "b", name)


@exercise("events", points=0.25)
@diagnose("write a note into the error: error.add_note, with the class of the callback")
def test_errors_name_the_callback(student):
    "An exception carries a note with the callback's class."
    for event in ("after_backward", "cleanup_epoch"):
        _, _, _, notes = student.run(failing, event, [["a", ""], ["b", "value"]])
        assert any("Tester" in note for note in notes)


@exercise("events", points=0.25)
@diagnose("the note should name the event as well")
def test_errors_name_the_event(student):
    "An exception carries a note with the event."
    for event in ("after_backward", "cleanup_epoch"):
        _, _, _, notes = student.run(failing, event, [["a", "key"]])
        assert any(event in note for note in notes)


@exercise("events", points=0.25)
@diagnose("at a clean-up all others have their turn before the error goes on")
def test_all_clean_ups_run(student):
    "At a clean-up everybody is heard, though one of them fails, and the error comes out."
    for event in ("cleanup_batch", "cleanup_epoch", "cleanup_fit"):
        for error in ("key", "fit"):
            crew = [["a", ""], ["b", error], ["c", ""]]
            heard, who, _, _ = student.run(failing, event, crew)
            assert (heard, who) == (["a", "b", "c"], "b")


@exercise("events", points=0.25)
@diagnose("several clean-ups failed: an ordinary error goes before a Cancel")
def test_an_error_goes_before_a_cancel(student):
    "Of several exceptions in a clean-up, an ordinary error goes before a Cancel."
    for crew, expected in (
        ("fit value", "value"),
        ("value fit", "value"),
        ("batch key fit", "key"),
    ):
        names = crew.split()
        got = student.run(failing, "cleanup_fit", [[name, name] for name in names])
        assert got[1] == expected


@exercise("events", points=0.25)
@diagnose("several clean-ups failed in the same way: the earliest one comes out")
def test_the_earliest_goes_first(student):
    "Of several errors, or several Cancels, in a clean-up the earliest comes out."
    for crew in ("value key", "key value", "batch fit", "fit batch"):
        names = crew.split()
        got = student.run(failing, "cleanup_batch", [[name, name] for name in names])
        assert got[1] == names[0]


@probe
def matrix(student, words, n_epochs, sizes, kinds):
    """Nest three scopes; raise each kind at each cue; what is heard, and what comes out."""
    errors = {
        "batch": student.CancelBatchException, "epoch": student.CancelEpochException,
        "fit": student.CancelFitException, "error": ValueError, "ctrl-c": KeyboardInterrupt,
    }  # fmt: skip

    class Play:
        def __init__(self, at, kind):
            self.heard, self.at, self.kind = [], at, kind

        def callback(self, event):
            self.heard.append(event)
            if len(self.heard) == self.at:
                raise errors[self.kind]

        @student.with_cbs("batch")
        def batch(self, training):
            for word in words if training else words[:4]:
                self.callback(word)

        @student.with_cbs("epoch")
        def epoch(self, training, size):
            for _ in range(size):
                self.batch(training)

        @student.with_cbs("fit")
        def fit(self):
            for _ in range(n_epochs):
                for training, size in zip((True, False), sizes):
                    self.epoch(training, size)

    def run(at, kind):
        play = Play(at, kind)
        try:
            play.fit()
        except BaseException as error:
            return play.heard, type(error).__name__
        return play.heard, ""

    whole = run(0, kinds[0])
    return [whole, *(run(at, kind) for kind in kinds for at in range(1, len(whole[0]) + 1))]


class Stopped(Exception):
    """Somebody raised, of this kind."""


NAMES = {
    "batch": "CancelBatchException", "epoch": "CancelEpochException", "fit": "CancelFitException",
    "error": "ValueError", "ctrl-c": "KeyboardInterrupt",
}  # fmt: skip


def specified(at, kind, n_epochs, sizes):
    """Play the same by the rules, slowly."""
    heard = []

    def tell(event):
        heard.append(event)
        if len(heard) == at:
            raise Stopped(kind)

    def scope(name, body):
        left = None
        try:
            tell(f"before_{name}")
            body()
            tell(f"after_{name}")
        except Stopped as stopped:
            left = None if stopped.args == (name,) else stopped
        tell(f"cleanup_{name}")
        if left:
            raise left

    def one_pass(training, size):
        words = WORDS if training else WORDS[:4]
        for _ in range(size):
            scope("batch", lambda: [tell(word) for word in words])

    def fit():
        for _ in range(n_epochs):
            for training, size in zip((True, False), sizes, strict=True):
                scope("epoch", lambda t=training, s=size: one_pass(t, s))

    try:
        scope("fit", fit)
    except Stopped as stopped:
        return [heard, NAMES[stopped.args[0]]]
    return [heard, ""]


def all_specified(n_epochs, sizes, kinds):
    """What `matrix` should give."""
    whole = specified(0, kinds[0], n_epochs, sizes)
    stops = range(1, len(whole[0]) + 1)
    return [whole, *(specified(at, kind, n_epochs, sizes) for kind in kinds for at in stops)]


def plain(rows):
    """Lists in the place of tuples."""
    return [[list(heard), out] for heard, out in rows]


@exercise("events", points=0.25)
@diagnose("before, the method with its arguments, after, clean-up: each once")
def test_nothing_raised(student):
    "Where nobody raises, all events are heard once, in order."
    whole = student.run(matrix, WORDS, 2, [3, 2], ["batch"])[:1]
    assert plain(whole) == [specified(0, "batch", 2, [3, 2])]


def agree(student, kinds, wanted, n_epochs=2, sizes=(2, 1)):
    """Whether all traces are right in which somebody raised at an event that is wanted."""
    sizes = list(sizes)
    got = plain(student.run(matrix, WORDS, n_epochs, sizes, list(kinds)))
    right = all_specified(n_epochs, sizes, kinds)
    events = right[0][0] * len(kinds)
    if len(got) != len(right):
        return False
    chosen = [i for i, event in enumerate(events, start=1) if wanted(event)]
    return bool(chosen) and all(got[i] == right[i] for i in chosen)


@exercise("events", points=0.25)
@diagnose(
    "a Cancel in before_… skips the body and after_…, never the clean-up: all three in one try"
)
def test_cancel_before(student):
    "Every Cancel at every before: the right events are skipped, the clean-up runs."
    assert agree(student, KINDS[:3], lambda event: event.startswith("before"))


@exercise("events", points=0.25)
@diagnose("each scope ends its own Cancel and no other; its rest and its after_… are skipped")
def test_cancel_within(student):
    "Every Cancel at every event within a batch, in training and validation."
    assert agree(student, KINDS[:3], lambda event: event in WORDS)


@exercise("events", points=0.25)
@diagnose("a Cancel raised in after_… ends in its scope like any other")
def test_cancel_after(student):
    "Every Cancel at every after."
    levels = ("after_batch", "after_epoch", "after_fit")
    assert agree(student, KINDS[:3], lambda event: event in levels)


@exercise("events", points=0.25)
@diagnose("the clean-up stands outside of its scope: a Cancel from there is for the scopes around")
def test_cancel_in_a_clean_up(student):
    "Every Cancel at every clean-up goes to the scopes around."
    assert agree(student, KINDS[:3], lambda event: event.startswith("cleanup"))


@exercise("events", points=0.5)
@diagnose("errors and Ctrl-C leave every scope, behind its clean-up: only Cancels end in a scope")
def test_errors_leave_behind_the_clean_ups(student):
    "Ordinary errors and KeyboardInterrupt come out, behind all clean-ups."
    kinds = ("error", "ctrl-c")
    assert plain(student.run(matrix, WORDS, 1, [2, 1], kinds)) == all_specified(1, [2, 1], kinds)


@probe
def two_raised(student, scope, first, late):
    """Raise in the method, and another one in its clean-up."""
    errors = {
        "batch": student.CancelBatchException, "epoch": student.CancelEpochException,
        "fit": student.CancelFitException, "error": ValueError, "key": KeyError,
    }  # fmt: skip
    heard = []

    class Play:
        def callback(self, event):
            heard.append(event.split("_")[0])
            if event.startswith("cleanup"):
                raise errors[late]

        @student.with_cbs(scope)
        def body(self):
            if first:
                raise errors[first]

    try:
        Play().body()
    except Exception as error:
        return type(error).__name__, heard.count("cleanup")
    return "", heard.count("cleanup")


@exercise("events", points=0.25)
@diagnose("a Cancel from the clean-up has no say where something is on its way: suppress it there")
def test_clean_ups_bury_nothing(student):
    "A Cancel from a clean-up never replaces what is on its way."
    for scope, first, late, expected in (
        ("batch", "error", "batch", "ValueError"),
        ("batch", "error", "fit", "ValueError"),
        ("epoch", "fit", "epoch", "CancelFitException"),
        ("fit", "batch", "epoch", "CancelBatchException"),
    ):
        assert tuple(student.run(two_raised, scope, first, late)) == (expected, 1)


@exercise("events", points=0.25)
@diagnose("nothing else is on its way: let out what the clean-up raises")
def test_clean_ups_may_raise(student):
    "What a clean-up raises comes out, where nothing is on its way."
    for scope, first, late, expected in (
        ("epoch", "", "fit", "CancelFitException"),
        ("batch", "batch", "epoch", "CancelEpochException"),
        ("epoch", "epoch", "key", "KeyError"),
    ):
        assert tuple(student.run(two_raised, scope, first, late)) == (expected, 1)
