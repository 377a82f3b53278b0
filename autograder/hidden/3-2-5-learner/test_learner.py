"""Hidden tests of `Learner`: its events, its state, callbacks of one fit, a lasting optimizer.

Traces are compared with what the rules say, and with the same scopes nested by the student's own
`with_cbs`: a slip there costs points there.
"""

from autograder.testing import diagnose, exercise, probe

WORDS = [
    "predict", "after_predict", "get_loss", "after_loss",
    "backward", "after_backward", "step", "after_step", "zero_grad",
]  # fmt: skip
KINDS = ("batch", "epoch", "fit", "error")
NAMES = {
    "batch": "CancelBatchException", "epoch": "CancelEpochException", "fit": "CancelFitException",
    "error": "ValueError",
}  # fmt: skip


@probe
def traces(student, kinds, n_epochs, sizes, **flags):
    """Fit a Learner that writes its events down; raise each kind at each event."""
    from types import SimpleNamespace

    from torch import nn

    errors = {
        "batch": student.CancelBatchException, "epoch": student.CancelEpochException,
        "fit": student.CancelFitException, "error": ValueError,
    }  # fmt: skip
    dls = SimpleNamespace(train=list(range(sizes[0])), valid=list(range(sizes[1])))

    class Watched(student.Learner):
        def callback(self, event):
            self.heard.append(event)
            if len(self.heard) == self.at:
                raise errors[self.kind]

    def run(at, kind):
        learn = Watched(
            nn.Linear(1, 1), dls, None, opt_func=lambda params, lr: SimpleNamespace(lr=lr)
        )
        learn.heard, learn.at, learn.kind = [], at, kind
        try:
            learn.fit(n_epochs, **flags)
        except Exception as error:
            return learn.heard, type(error).__name__
        return learn.heard, ""

    whole = run(0, "fit")
    return [whole, *(run(at, kind) for kind in kinds for at in range(1, len(whole[0]) + 1))]


@probe
def own_scopes(student, words, kinds, n_epochs, passes):
    """Give the same events by hand, nested by the student's own decorator."""
    errors = {
        "batch": student.CancelBatchException, "epoch": student.CancelEpochException,
        "fit": student.CancelFitException, "error": ValueError,
    }  # fmt: skip

    class Play:
        def __init__(self, at, kind):
            self.heard, self.at, self.kind = [], at, kind

        def callback(self, event):
            self.heard.append(event)
            if len(self.heard) == self.at:
                raise errors[self.kind]

        @student.with_cbs("batch")
        def batch(self, n_words):
            for word in words[:n_words]:
                self.callback(word)

        @student.with_cbs("epoch")
        def epoch(self, size, n_words):
            for _ in range(size):
                self.batch(n_words)

        @student.with_cbs("fit")
        def fit(self):
            for _ in range(n_epochs):
                for size, n_words in passes:
                    self.epoch(size, n_words)

    def run(at, kind):
        play = Play(at, kind)
        try:
            play.fit()
        except Exception as error:
            return play.heard, type(error).__name__
        return play.heard, ""

    whole = run(0, "fit")
    return [whole, *(run(at, kind) for kind in kinds for at in range(1, len(whole[0]) + 1))]


class Stopped(Exception):
    """Somebody raised, of this kind."""


def specified(at, kind, n_epochs, passes):
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

    def one_pass(size, n_words):
        for _ in range(size):
            scope("batch", lambda: [tell(word) for word in WORDS[:n_words]])

    def fit():
        for _ in range(n_epochs):
            for size, n_words in passes:
                scope("epoch", lambda s=size, n=n_words: one_pass(s, n))

    try:
        scope("fit", fit)
    except Stopped as stopped:
        return [heard, NAMES[stopped.args[0]]]
    return [heard, ""]


def plain(rows):
    """Lists in the place of tuples."""
    return [[list(heard), out] for heard, out in rows]


def agree(student, kinds, n_epochs, sizes, train=True, valid=True):
    """Whether a Learner's traces are those of the rules, or of the student's own scopes."""
    flags = {} if train and valid else {"train": train, "valid": valid}
    got = plain(student.run(traces, kinds, n_epochs, sizes, **flags))
    passes = [[sizes[0], 9]] * train + [[sizes[1], 4]] * valid
    whole = specified(0, "fit", n_epochs, passes)
    stops = range(1, len(whole[0]) + 1)
    rules = [whole, *(specified(at, kind, n_epochs, passes) for kind in kinds for at in stops)]
    return got == rules or got == plain(student.run(own_scopes, WORDS, kinds, n_epochs, passes))


@exercise("learner", points=0.5)
@diagnose("which event comes when? Nine in a training batch, the first four of them in validation")
def test_events_in_order(student):
    "Gives every event of a fit in its place, for any number of epochs and batches."
    for n_epochs, sizes in ((1, [1, 1]), (3, [2, 5]), (2, [3, 0]), (0, [1, 1])):
        assert agree(student, [], n_epochs, sizes)


@exercise("learner", points=0.25)
@diagnose("train=False leaves the training passes out, valid=False those of validation")
def test_passes_can_be_left_out(student):
    "Leaves out training or validation where asked to."
    for train, valid in ((True, False), (False, True), (False, False)):
        assert agree(student, [], 2, [2, 3], train, valid)


@exercise("learner", points=0.75)
@diagnose("are batch, epoch and fit scopes of their own, and each pass an epoch scope?")
def test_every_cancel_at_every_event(student):
    "Every Cancel and an error at every event, in training and validation: as the scopes say."
    assert agree(student, KINDS, 2, [2, 1])


@probe
def states(student, n_epochs):
    """What is to be seen at events of a fit."""
    from types import SimpleNamespace

    import torch
    from torch import nn

    seen = []
    dls = SimpleNamespace(train=["a", "b", "c"], valid=["d", "e"])
    model = nn.Sequential(nn.Dropout(0.5))
    model.weight = nn.Parameter(torch.ones(1))

    class Watched(student.Learner):
        def callback(self, event):
            if event not in ("before_epoch", "after_predict"):
                return
            mood = [self.training, self.model[0].training, torch.is_grad_enabled()]
            if event == "before_epoch":
                whose = self.dl is (dls.train if self.training else dls.valid)
                seen.append([event, self.n_epochs, self.epoch, *mood, whose])
            else:
                seen.append([event, self.n_epochs, self.epoch, *mood, self.iter, self.batch])

    opt = SimpleNamespace(step=None)
    Watched(model, dls, None, opt_func=lambda params, lr: opt).fit(n_epochs)
    return seen, torch.is_grad_enabled()


def at(event, seen):
    """What was seen at one event, without the event's name."""
    return [list(row[1:]) for row in seen if row[0] == event]


@exercise("learner", points=0.25)
@diagnose("model.train(self.training) in each pass: measuring switches to eval mode")
def test_trains_in_train_mode(student):
    "All layers train in train mode, in every epoch."
    seen = at("after_predict", student.run(states, 2)[0])
    assert [row[3] for row in seen if row[2]] == [True] * 6


@exercise("learner", points=0.25)
@diagnose("dropout is awake while you measure: model.train(self.training) in each pass")
def test_measures_in_eval_mode(student):
    "All layers are measured in eval mode."
    seen = at("after_predict", student.run(states, 2)[0])
    assert [row[3] for row in seen if not row[2]] == [False] * 4


@exercise("learner", points=0.25)
@diagnose("torch.set_grad_enabled(self.training) around each pass, and only there")
def test_records_in_training_only(student):
    "Autograd records in training, not in validation, and as before when the fit is over."
    seen, afterwards = student.run(states, 2)
    assert all(row[4] == row[2] for row in at("after_predict", seen))
    assert afterwards


@exercise("learner", points=0.25)
@diagnose(
    "set mode, recording and dl before one_epoch is called: before_epoch is heard inside of it"
)
def test_all_is_set_at_before_epoch(student):
    "Mode, recording, epoch and loader are right when before_epoch is heard."
    expected = [[2, epoch, t, t, t, True] for epoch in (0, 1) for t in (True, False)]
    assert at("before_epoch", student.run(states, 2)[0]) == expected


@exercise("learner", points=0.25)
@diagnose("callbacks ask learn.epoch, learn.n_epochs, learn.iter (from 0) and learn.batch")
def test_callbacks_find_the_place(student):
    "Callbacks find epoch, number and batch."
    got = [[*row[:3], *row[5:]] for row in at("after_predict", student.run(states, 2)[0])]
    assert got == [
        [2, epoch, training, i, batch]
        for epoch in (0, 1)
        for training, batches in ((True, "abc"), (False, "de"))
        for i, batch in enumerate(batches)
    ]


@probe
def crews(student, failing):
    """Which callbacks are there during a fit, and behind it."""
    from contextlib import suppress
    from types import SimpleNamespace

    from torch import nn

    during = []

    class Watched(student.Learner):
        def callback(self, event):
            if event == "before_batch":
                during.append(list(self.cbs))
                if failing:
                    raise {"error": ValueError, "fit": student.CancelFitException}[failing]

    def name(cbs):
        return "".join(cb.name for cb in cbs)

    given = [SimpleNamespace(name=n, order=0) for n in "pq"]
    own, extra = given[:], [SimpleNamespace(name=n, order=-1) for n in "xy"]
    learn = Watched(
        nn.Linear(1, 1),
        SimpleNamespace(train=[1], valid=[]),
        None,
        cbs=own,
        opt_func=lambda params, lr: None,
    )
    behind = []
    for cbs in (extra, (), tuple(extra)):
        with suppress(ValueError):
            learn.fit(1, cbs=cbs)
        behind.append(name(learn.cbs))
    return [name(cbs) for cbs in during], behind, name(own), name(extra)


@exercise("learner", points=0.25)
@diagnose("in a fit with callbacks of its own there are the permanent ones first, and then these")
def test_callbacks_of_one_fit_work_in_it(student):
    "Callbacks of one fit work in it, behind the permanent ones."
    assert next(iter(student.run(crews, "")[0])) == "pqxy"


@exercise("learner", points=0.25)
@diagnose("put a longer, new list in the place of the old one, and then the old one back")
def test_callbacks_of_one_fit_are_gone(student):
    "Callbacks of one fit are gone behind it, and the lists that were given stay as they were."
    _, behind, own, extra = student.run(crews, "")
    assert (list(behind), own, extra) == (["pq"] * 3, "pq", "xy")


@exercise("learner", points=0.25)
@diagnose("an error skips what stands behind the loop: put the old list back in `finally`")
def test_callbacks_of_one_fit_are_gone_after_an_error(student):
    "Callbacks of one fit are gone after an error and after a Cancel, too."
    for failing in ("error", "fit"):
        behind = list(student.run(crews, failing)[1])
        assert [len(names) for names in behind] == [2] * 3


@probe
def optimizers(student, fits):
    """Fit several times; which optimizer was there, made with what, and its learning rates."""
    from types import SimpleNamespace

    from torch import nn

    made, log = [], []
    model = nn.Linear(2, 3)

    def opt_func(params, lr):
        opt = SimpleNamespace(param_groups=[{"lr": lr}, {"lr": lr}], n=len(list(params)))
        made.append(opt)
        return opt

    class Watched(student.Learner):
        def callback(self, event):
            if event == "before_fit":
                here = next(i for i, opt in enumerate(made) if opt is self.opt)
                log.append([len(made), here, self.opt.n, [g["lr"] for g in self.opt.param_groups]])

    learn = Watched(model, SimpleNamespace(train=[], valid=[]), None, lr=0.5, opt_func=opt_func)
    for kwargs in fits:
        learn.fit(1, **kwargs)
    return log


def rows(student, fits):
    """The log of these fits as lists."""
    return [list(row) for row in student.run(optimizers, fits)]


@exercise("learner", points=0.25)
@diagnose("make the optimizer at the first fit, with lr=self.lr, and keep it for all that follow")
def test_optimizer_is_kept(student):
    "Makes the optimizer once, with learn.lr, and keeps it."
    assert [row[:3] for row in rows(student, [{}, {}, {"train": False}])] == [[1, 0, 2]] * 3
    assert rows(student, [{}])[0][3] == [0.5, 0.5]


@exercise("learner", points=0.25)
@diagnose("new_opt=True asks for a new optimizer, with learn.lr")
def test_new_optimizer_when_asked(student):
    "Makes a new optimizer when asked to."
    got = rows(student, [{}, {"new_opt": True}, {}, {"new_opt": True, "lr": 0.125}])
    assert [row[0] - row[1] for row in got] == [1] * 4  # the newest one is there
    assert got[1][0] == got[0][0] + 1
    assert got[3][0] == got[2][0] + 1
    assert got[1][3] == [0.5, 0.5]


@exercise("learner", points=0.25)
@diagnose("an lr that is given is set in the optimizer that is there, in all its groups")
def test_given_lr_is_set(student):
    "Sets a given learning rate in all groups, in the first fit and later."
    got = [row[3] for row in rows(student, [{"lr": 0.125}, {"lr": 0.25}, {"lr": 0.0}])]
    assert got == [[0.125, 0.125], [0.25, 0.25], [0.0, 0.0]]


@exercise("learner", points=0.25)
@diagnose("without lr, the optimizer keeps the rate that it has: a schedule may have set it")
def test_lr_is_kept(student):
    "Without one, the learning rate stays what it was."
    got = rows(student, [{"lr": 0.25}, {}, {}])
    assert [row[3][0] for row in got] == [0.25] * 3


@probe
def answers(student):
    """A subclass that answers some events itself."""
    from types import SimpleNamespace

    from torch import nn

    heard = []

    class Own(student.Learner):
        def callback(self, event):
            heard.append(event)

        def predict(self):
            heard.append("my predict")

        def step(self):
            heard.append("my step")

    dls = SimpleNamespace(train=[1], valid=[2])
    Own(nn.Linear(1, 1), dls, None, opt_func=lambda params, lr: None).fit(1)
    return [word for word in heard if "predict" in word or "step" in word]


@exercise("learner", points=0.5)
@diagnose("a method of the Learner answers in place of the callbacks: getattr(self, event, …)")
def test_methods_answer_first(student):
    "A method of a subclass answers an event in place of the callbacks."
    train = ["my predict", "after_predict", "my step", "after_step"]
    assert student.run(answers) == [*train, "my predict", "after_predict"]
