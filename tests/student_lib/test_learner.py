"""The library's Learner: whatever is raised wherever, traces are right and nothing stays behind."""

from copy import deepcopy
from functools import partial
from itertools import product
from types import SimpleNamespace

import pytest
import torch
from torch import nn

from student_lib.learner import (
    AMPCB,
    BATCH,
    CANCELS,
    EMACB,
    Callback,
    CheckpointCB,
    DeviceCB,
    GradAccumCB,
    GradClipCB,
    Learner,
    LRFinderCB,
    Metric,
    MetricsCB,
    SingleBatchCB,
    TrainCB,
    lr_find,
)

EPOCHS, SIZES = 2, {True: 2, False: 1}  # batches in a pass, by `training`
EVENTS = [
    *BATCH,
    *(f"{cue}_{scope}" for cue in ("before", "after", "cleanup") for scope in CANCELS),
]
RAISED = {**CANCELS, "error": ValueError, "ctrl-c": KeyboardInterrupt}
MOMENTUM = partial(torch.optim.SGD, momentum=0.9)


class Watch(Callback):
    """Writes down every event, with the pass in which it was heard; raises at one of them."""

    def __init__(self, at=-1, error=ValueError, order=3):
        self.at, self.error, self.order, self.heard = at, error, order, []

    def hear(self, event, learn):
        self.heard.append((getattr(learn, "training", None), event))
        if len(self.heard) - 1 == self.at:
            raise self.error

    def __getattr__(self, event):
        if event not in EVENTS:
            raise AttributeError(event)
        return partial(self.hear, event)


def learner(*cbs, model=None, opt_func=MOMENTUM, **batches):
    """A small Learner that trains by callbacks, on batches of five samples."""
    parts = [[(torch.randn(5, 2), torch.randn(5, 1)) for _ in range(n)] for n in SIZES.values()]
    dls = SimpleNamespace(**{"train": parts[0], "valid": parts[1], **batches})
    model = model or nn.Linear(2, 1)
    loss = nn.functional.mse_loss
    return Learner(model, dls, loss, lr=0.05, cbs=[TrainCB(), *cbs], opt_func=opt_func)


def fitted(learn, *cbs, n_epochs=EPOCHS):
    """Fit -> the name of the error that comes out, or an empty string."""
    try:
        learn.fit(n_epochs, cbs=cbs)
    except BaseException as error:
        return type(error).__name__
    return ""


def whole():
    """All that is heard in a fit in which nobody raises."""
    watch = Watch()
    learner().fit(EPOCHS, cbs=[watch])
    return watch.heard


def by_the_rules(at, raised):
    """What is heard, and what comes out, if `raised` is raised at event number `at`."""
    heard = []

    class Left(Exception):
        pass

    def tell(event):
        heard.append(event)
        if len(heard) - 1 == at:
            raise Left

    def scope(name, body):
        leaves = False
        try:
            tell(f"before_{name}")
            body()
            tell(f"after_{name}")
        except Left:
            leaves = raised != name
        tell(f"cleanup_{name}")
        if leaves:
            raise Left

    def one_pass(training):
        for _ in range(SIZES[training]):
            scope("batch", lambda: [tell(event) for event in BATCH[: 9 if training else 4]])

    def fit():
        for _, training in product(range(EPOCHS), (True, False)):
            scope("epoch", partial(one_pass, training))

    try:
        scope("fit", fit)
    except Left:
        return heard, RAISED[raised].__name__
    return heard, ""


@pytest.mark.parametrize("raised", RAISED)
def test_every_cancel_at_every_event_of_train_and_valid_gives_the_trace_of_the_rules(raised):
    everything = whole()
    assert set(everything) >= {(t, event) for t in (True, False) for event in BATCH[:4]}
    assert {event for _, event in everything} == set(EVENTS)
    for at, place in enumerate(everything):
        out = fitted(learner(), watch := Watch(at, RAISED[raised]))
        assert ([event for _, event in watch.heard], out) == by_the_rules(at, raised), place


class ListenCB(Callback):
    """Hangs a hook into the model."""

    handle = None

    def before_fit(self, learn):
        self.handle = learn.model.register_forward_hook(lambda *what: None)

    def cleanup_fit(self, learn):
        if self.handle:
            self.handle.remove()


@pytest.mark.parametrize("raised", RAISED)
def test_no_hook_mode_model_or_callback_stays_behind_wherever_a_fit_is_left(raised):
    for (at, place), order in product(enumerate(whole()), (-50, 3)):
        learn = learner(EMACB(0.5), AMPCB())
        own, cbs = learn.model, list(learn.cbs)
        fitted(learn, ListenCB(), Watch(at, RAISED[raised], order))
        assert not own._forward_hooks, place
        assert learn.model is own, place
        assert learn.cbs == cbs, place
        assert not torch.is_autocast_enabled("cpu"), place
        assert torch.is_grad_enabled(), place


def state_of(learn):
    """All that a rehearsal has to leave alone."""
    slopes = [p.grad for p in learn.model.parameters()]
    rates = [group["lr"] for group in learn.opt.param_groups]
    momentum = [s["momentum_buffer"] for s in learn.opt.state.values()]
    weights = list(learn.model.state_dict().values())
    return deepcopy([weights, slopes, momentum, rates, torch.get_rng_state()]), learn.opt


def same(a, b):
    """Whether two nested things are equal to the last bit."""
    if isinstance(a, torch.Tensor):
        return torch.equal(a, b)
    return len(a) == len(b) and all(map(same, a, b)) if isinstance(a, list | tuple) else a == b


def noisy():
    """A model with everything that remembers: buffers, and chance."""
    return nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3), nn.Dropout(0.5), nn.Linear(3, 1))


@pytest.mark.parametrize("raised", RAISED)
@pytest.mark.parametrize("cb", [SingleBatchCB, partial(LRFinderCB, start=1e-3)])
def test_a_rehearsal_puts_everything_back_wherever_it_is_left(cb, raised):
    everything = whole()  # which draws random numbers
    learn = learner(ema := EMACB(0.5), model=noisy())
    learn.fit(1)
    before, mean = state_of(learn), deepcopy(list(ema.model.state_dict().values()))
    for at, place in enumerate(everything):
        fitted(learn, cb(), Watch(at, RAISED[raised]))
        assert same(state_of(learn), before), place
        assert same(list(ema.model.state_dict().values()), mean), place


def test_the_sweep_finds_the_learner_as_it_was_and_leaves_it_so():
    learn = learner(model=noisy())
    learn.fit(1)
    before = state_of(learn)
    finder = lr_find(learn, n_epochs=3, start=1e-3, factor=2.0, most=1e9)
    assert finder.lrs == [1e-3 * 2**k for k in range(6)]
    assert same(state_of(learn), before)


def test_an_error_says_which_callback_it_was_and_at_which_event():
    events = whole()
    for at, (_, event) in enumerate(events):
        with pytest.raises(ValueError) as error:  # noqa: PT011 (the note is what is looked at)
            learner().fit(EPOCHS, cbs=[Watch(at)])
        assert error.value.__notes__ == [f"raised by Watch.{event}"]


def test_the_optimizer_lives_on_unless_a_new_one_is_asked_for():
    twice = learner()
    once = learner(model=deepcopy(twice.model), **vars(twice.dls))
    twice.fit(1)
    opt = twice.opt
    twice.fit(1)
    once.fit(2)
    assert twice.opt is opt
    assert torch.equal(twice.model.weight, once.model.weight), "its momentum was forgotten"
    twice.fit(1, new_opt=True)
    assert twice.opt is not opt


class Gap(Metric):
    """A metric of three inputs."""

    def calc(self, preds, low, high):
        return ((high - low) * preds.sign()).abs().mean()


def test_nested_batches_move_and_metrics_get_all_their_targets():
    model = nn.Linear(2, 1)
    nested = (
        {"x": torch.ones(3, 2), "name": ["a", "b", "c"]},
        [torch.zeros(3, 1)],
        torch.ones(3, 1),
    )
    seen = []

    class Look(Callback):
        def before_batch(self, learn):
            inputs, (low,), high = learn.batch
            seen.append({t.device.type for t in (inputs["x"], low, high, model.weight)})
            learn.batch = (torch.ones(3, 2), torch.zeros(3, 1), torch.ones(3, 1))
            learn.model = nn.Linear(2, 1)

    learn = learner(DeviceCB("meta"), Look(), MetricsCB(gap=Gap()), train=[nested], model=model)
    learn.loss_func = lambda preds, low, high: (preds - low).square().mean()
    learn.fit(1, valid=False)
    assert seen == [{"meta"}]
    assert learn.history[0]["gap"] == 1.0


def test_accumulated_and_clipped_steps_are_those_of_one_large_batch():
    x, y = 9 * torch.randn(7, 2).double(), torch.randn(7, 1).double()
    large = learner(GradClipCB(0.5), model=nn.Linear(2, 1).double(), train=[(x, y)])
    parts = list(zip(x.split([3, 3, 1]), y.split([3, 3, 1]), strict=True))
    small = learner(GradClipCB(0.5), GradAccumCB(3), model=deepcopy(large.model), train=parts)
    for learn in (large, small):
        learn.fit(3, valid=False)
    # float64 sums in another order
    torch.testing.assert_close(small.model.weight, large.model.weight, rtol=1e-12, atol=1e-12)


def test_half_precision_is_for_predictions_and_loss_and_the_mean_of_weights_for_validation():
    learn, seen = learner(AMPCB(), ema := EMACB(0.5)), []
    own = learn.model

    class Look(Callback):
        def after_loss(self, learn):
            averaged = learn.model is not own
            seen.append((learn.training, learn.preds.dtype, own.weight.dtype, averaged))

    learn.fit(1, cbs=[Look()])
    half, full = torch.bfloat16, torch.float32
    assert seen == [(True, half, full, False)] * 2 + [(False, half, full, True)]
    assert not torch.equal(ema.model.weight, own.weight)


def resumable(path, generator, *more):
    """A Learner whose training draws chance, has momentum, a running mean and a checkpoint."""
    data = torch.utils.data.TensorDataset(torch.arange(24.0).view(12, 2) / 10, torch.ones(12, 1))
    load = partial(torch.utils.data.DataLoader, data, batch_size=4)
    dls = {"train": load(shuffle=True, generator=generator), "valid": load()}
    cbs = [MetricsCB(), ema := EMACB(0.5), CheckpointCB(path, [generator]), *more]
    return learner(*cbs, model=noisy(), **dls), ema


@pytest.mark.parametrize("at", list(product(range(3), range(3))), ids=str)
def test_a_training_that_was_broken_off_anywhere_goes_on_to_the_last_bit(at, tmp_path):
    class PowerCut(Callback):
        def after_step(self, learn):
            if (learn.epoch, learn.iter) == at:
                raise OSError("no power")

    def start():
        return resumable(tmp_path / "peace.pt", torch.Generator())

    peace, mean = start()
    broken, _ = resumable(tmp_path / "run.pt", torch.Generator(), PowerCut())
    broken.model.load_state_dict(peace.model.state_dict())
    chance = torch.get_rng_state()
    peace.fit(3)
    torch.set_rng_state(chance)
    assert fitted(broken, n_epochs=3) == "OSError"
    resumed, resumed_mean = resumable(tmp_path / "run.pt", torch.Generator())
    resumed.fit(3)
    assert same(state_of(resumed)[0], state_of(peace)[0])
    weights = [list(ema.model.state_dict().values()) for ema in (mean, resumed_mean)]
    assert same(*weights)
    assert resumed.history == peace.history[-len(resumed.history) :]


def test_a_rehearsal_neither_reads_nor_writes_a_checkpoint(tmp_path):
    path = tmp_path / "run.pt"
    learn, _ = resumable(path, torch.Generator())
    lr_find(learn, n_epochs=2)
    assert not path.exists(), "the sweep's learning rate is on the disk"
    learn.fit(1)
    saved = path.read_bytes()
    assert len(lr_find(learn, n_epochs=2, most=1e9).lrs) == 6
    assert path.read_bytes() == saved
