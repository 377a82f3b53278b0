"""Hidden tests of `Rehearsal`, `SingleBatchCB` and `LRFinderCB`, given their cues by hand."""

import math

from autograder.testing import assert_close, diagnose, exercise, probe


@probe
def rehearsed(student, name, times, begin):
    """Train within a rehearsal; what was there before it and behind it."""
    from types import SimpleNamespace

    import torch
    from torch import nn

    model = nn.Sequential(nn.Linear(3, 2), nn.BatchNorm1d(2), nn.Linear(2, 1))
    made = []

    def opt_func(params, lr):
        params = list(params)
        made.append(SimpleNamespace(params=params, param_groups=[{"lr": lr}]))
        return made[-1]

    first = opt_func(model.parameters(), 0.5)
    learn = SimpleNamespace(
        model=model, opt=first, opt_func=opt_func, lr=0.25, cbs=[], training=True
    )
    for p in list(model.parameters())[:2]:
        p.grad = torch.randn(p.shape)

    def look():
        slopes = [p.grad.clone() if p.grad is not None else None for p in model.parameters()]
        state = {k: v.clone() for k, v in model.state_dict().items()}
        return [state, slopes, torch.get_rng_state()]

    def train():
        for p in model.parameters():
            p.grad = None
        model(torch.randn(4, 3)).sum().backward()
        with torch.no_grad():
            for p in model.parameters():
                p -= 0.1 * (p.grad + 1)

    cb = getattr(student, name)()
    log = []
    for _ in range(times):
        before = look()
        if begin:
            cb.before_fit(learn)
            fresh = [
                learn.opt is not first,
                learn.opt is made[-1],
                learn.opt.params[0] is model[0].weight,
            ]
            log.append([fresh, made[-1].param_groups[0]["lr"] if name == "Rehearsal" else 0.25])
            train()
            train()
            learn.opt.param_groups[0]["lr"] = 99.0
        cb.cleanup_fit(learn)
        log.append([before, look(), learn.opt is first, first.param_groups[0]["lr"]])
        train()
    return log


ALL = ("Rehearsal", "SingleBatchCB", "LRFinderCB")


def before_and_after(student, times=2):
    """What was there before each rehearsal and behind it: state, slopes, chance."""
    for name in ALL:
        for before, after, _, _ in student.run(rehearsed, name, times, True)[1::2]:
            yield before, after


@exercise("rehearsal", points=0.25)
@diagnose("a state that is noted changes together with the weights: deepcopy it, put it back")
def test_puts_the_weights_back(student):
    "Weights are as before, also behind a second rehearsal."
    for before, after in before_and_after(student):
        for name in ("0.weight", "0.bias", "1.weight", "2.weight"):
            assert_close(after[0][name], before[0][name], rtol=0, atol=0)


@exercise("rehearsal", points=0.25)
@diagnose(
    "BatchNorm's running mean and variance are state too: model.state_dict(), not parameters()"
)
def test_puts_the_buffers_back(student):
    "Buffers are as before."
    for before, after in before_and_after(student):
        for name in ("1.running_mean", "1.running_var", "1.num_batches_tracked"):
            assert_close(after[0][name], before[0][name], rtol=0, atol=0)


@exercise("rehearsal", points=0.25)
@diagnose("the slopes in .grad belong to the state")
def test_puts_the_slopes_back(student):
    "Slopes are as before, and where there was none there is none."
    for before, after in before_and_after(student):
        for old, new in zip(before[1], after[1], strict=True):
            assert (old is None) == (new is None)
            if old is not None:
                assert_close(new, old, rtol=0, atol=0)


@exercise("rehearsal", points=0.25)
@diagnose("the rehearsal has drawn random numbers: put the random state back")
def test_puts_chance_back(student):
    "The random state is as before."
    for before, after in before_and_after(student):
        assert_close(after[2], before[2])


@exercise("rehearsal", points=0.25)
@diagnose("rehearse with a new optimizer: learn.opt_func(learn.model.parameters(), lr=learn.lr)")
def test_rehearses_with_another_optimizer(student):
    "Another optimizer takes part, made as the Learner makes them."
    for name in ALL:
        log = student.run(rehearsed, name, 2, True)
        assert [list(entry[0]) for entry in log[0::2]] == [[True] * 3] * 2
        assert [entry[1] for entry in log[0::2]] == [0.25] * 2


@exercise("rehearsal", points=0.25)
@diagnose("put the very optimizer back that was there, with the learning rate that it had")
def test_puts_the_optimizer_back(student):
    "The real optimizer is back, untouched."
    for name in ALL:
        log = student.run(rehearsed, name, 2, True)
        assert [list(entry[2:]) for entry in log[1::2]] == [[True, 0.5]] * 2


@exercise("rehearsal", points=0.25)
@diagnose("a clean-up may come without its beginning: ask whether anything was kept")
def test_nothing_to_put_back(student):
    "A clean-up without a beginning does nothing."
    for name in ALL:
        for before, after, same, _ in student.run(rehearsed, name, 1, False):
            assert_close(list(after[0].values()), list(before[0].values()), rtol=0, atol=0)
            assert same


@probe
def kept_after_all(student):
    """A rehearsal, then a real training, then a clean-up whose beginning was not heard."""
    from types import SimpleNamespace

    from torch import nn

    model = nn.Linear(2, 1)
    made = []

    def opt_func(params, lr):
        made.append(SimpleNamespace(param_groups=[{"lr": lr}]))
        return made[-1]

    learn = SimpleNamespace(
        model=model, opt=opt_func(None, 1.0), opt_func=opt_func, lr=1.0, cbs=[], training=True
    )
    cb = student.SingleBatchCB()
    cb.before_fit(learn)
    cb.cleanup_fit(learn)
    model.weight.data.fill_(5.0)
    cb.cleanup_fit(learn)
    return model.weight.tolist()


@exercise("rehearsal", points=0.25)
@diagnose("what was put back must be forgotten, or a later clean-up puts it back again")
def test_puts_back_once(student):
    "What was put back once is not put back again."
    assert student.run(kept_after_all) == [[5.0, 5.0]]


@probe
def single(student):
    """Give the cues of a fit to a SingleBatchCB; which batches were trained."""
    from types import SimpleNamespace

    from torch import nn

    heard = []

    def opt_func(params, lr):
        return SimpleNamespace(param_groups=[{"lr": lr}])

    learn = SimpleNamespace(
        model=nn.Linear(2, 1),
        opt=opt_func(None, 1.0),
        opt_func=opt_func,
        lr=1.0,
        cbs=[],
        training=True,
    )
    cb = student.SingleBatchCB()

    def tell(event):
        if hasattr(cb, event):
            getattr(cb, event)(learn)
        heard.append(event)

    words = [
        "before_batch",
        "predict",
        "after_predict",
        "after_loss",
        "after_step",
        "zero_grad",
        "after_batch",
    ]
    try:
        tell("before_fit")
        tell("before_epoch")
        for learn.iter in range(3):
            for word in words:
                tell(word)
    except student.CancelFitException:
        heard.append("left")
    except student.CancelEpochException:
        heard.append("epoch only")
    cb.cleanup_fit(learn)
    return heard.count("predict"), heard.count("zero_grad"), heard[-1]


@exercise("rehearsal", points=0.25)
@diagnose("let one batch pass, all of it, and no more")
def test_one_batch(student):
    "One whole batch is trained, no less and no more."
    assert tuple(student.run(single))[:2] == (1, 1)


@exercise("rehearsal", points=0.25)
@diagnose("the whole fit is over behind it: CancelFitException")
def test_leaves_the_fit(student):
    "The fit is left, not only the pass."
    assert student.run(single)[2] == "left"


@probe
def sweep(student, losses, kwargs, fits):
    """Feed losses to an LRFinderCB; the rates in use, what it noted, and where it left."""
    from types import SimpleNamespace

    import torch
    from torch import nn

    def opt_func(params, lr):
        return SimpleNamespace(param_groups=[{"lr": lr}, {"lr": lr}])

    learn = SimpleNamespace(
        model=nn.Linear(2, 1),
        opt=opt_func(None, 1.0),
        opt_func=opt_func,
        lr=1.0,
        cbs=[],
        training=True,
    )
    cb = student.LRFinderCB(**kwargs)

    def tell(event):
        if hasattr(cb, event):
            getattr(cb, event)(learn)

    results = []
    for _ in range(fits):
        used, left = [], False
        tell("before_fit")
        try:
            for learn.training, loss in losses:
                tell("before_batch")
                used.append([g["lr"] for g in learn.opt.param_groups])
                learn.loss = torch.tensor(loss, requires_grad=True) * 1.0
                for word in ("after_loss", "after_step", "after_batch"):
                    tell(word)
        except student.CancelFitException:
            left = True
        tell("cleanup_fit")
        graphs = any(getattr(x, "requires_grad", False) for x in cb.losses)
        results.append([used, list(cb.lrs), [float(x) for x in cb.losses], left, graphs])
    return results


def rates(start, factor, n):
    """The first n rates of a sweep."""
    return [start * factor**i for i in range(n)]


START = {"start": 1e-3, "factor": 2.0}


def swept(student, losses, **kwargs):
    """One sweep over these losses, all of training batches."""
    return student.run(sweep, [[True, loss] for loss in losses], kwargs, 1)[0]


@exercise("rehearsal", points=0.25)
@diagnose("begin with start in all groups of the new optimizer; times factor behind each batch")
def test_rates_of_the_batches(student):
    "The batches are trained with start, start · factor, and so on; by default 1e-5 and 1.3."
    for kwargs, expected in (
        (START, rates(1e-3, 2.0, 4)),
        ({"start": 0.5, "factor": 3.0}, rates(0.5, 3.0, 4)),
        ({}, rates(1e-5, 1.3, 4)),
    ):
        used = swept(student, [2.0] * 4, **kwargs)[0]
        # products of a few floats, in another order
        assert_close(used, [[lr, lr] for lr in expected], rtol=1e-6, atol=0)


@exercise("rehearsal", points=0.25)
@diagnose(
    "note the rate that this batch was trained with, and its loss as a float; then raise the rate"
)
def test_notes_rates_and_losses(student):
    "Notes for each batch its rate and its loss, that of the last one too, without graphs."
    for losses, n in (([4.0, 2.0, 3.0], 3), ([4.0, 2.0, 9.0, 1.0], 3)):
        _, lrs, noted, _, graphs = swept(student, losses, **START)
        assert_close(lrs, rates(1e-3, 2.0, n), rtol=1e-6, atol=0)
        assert_close(noted, losses[:n], rtol=1e-6)
        assert not graphs


@exercise("rehearsal", points=0.25)
@diagnose("leave when the loss is not below `most` times the best loss so far")
def test_stops_when_it_explodes(student):
    "Stops at the first loss that is not below most times the best so far."
    curve = [4.0, 2.0, 5.5, 1.0, 2.5, 3.5, 1.0]
    for losses, kwargs, n, stops in (
        (curve, START, 6, True),
        (curve, {**START, "most": 2.0}, 3, True),
        ([3.0, 2.0, 1.0], START, 3, False),
        ([1.0, 3.0, 2.0], START, 2, True),
        ([1.0, 2.9, 2.0], START, 3, False),
    ):
        used, _, _, left, _ = swept(student, losses, **kwargs)
        assert (len(used), left) == (n, stops)


@exercise("rehearsal", points=0.25)
@diagnose("comparisons with nan are false: leave, if not loss < most * best")
def test_stops_at_nan(student):
    "Stops at nan and at infinity."
    for odd in (math.nan, math.inf):
        for losses in ([3.0, odd, 1.0], [3.0, 2.0, odd]):
            used, _, _, left, _ = swept(student, losses, **START)
            assert (len(used), left) == (losses.index(odd) + 1, True)


@exercise("rehearsal", points=0.25)
@diagnose("before_fit sets the rate to start and empties both lists")
def test_each_sweep_begins_anew(student):
    "A second sweep begins anew."
    batches = [[True, 2.0], [True, 1.5], [True, 9.0], [True, 1.0]]
    for used, lrs, noted, left, _ in student.run(sweep, batches, START, 2):
        assert [row[0] for row in used] == list(lrs) == [1e-3, 2e-3, 4e-3]
        assert list(noted) == [2.0, 1.5, 9.0]
        assert left


@exercise("rehearsal", points=0.25)
@diagnose("count no validation batches: ask learn.training")
def test_validation_takes_no_part(student):
    "Validation batches are neither noted nor do they change the rate."
    batches = [[True, 2.0], [False, 50.0], [True, 1.5], [False, 50.0]]
    used, lrs, noted, left, _ = student.run(sweep, batches, START, 1)[0]
    assert [row[0] for row in used] == [1e-3, 2e-3, 2e-3, 4e-3]
    assert (list(lrs), list(noted), left) == ([1e-3, 2e-3], [2.0, 1.5], False)
