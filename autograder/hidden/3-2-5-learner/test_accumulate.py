"""Hidden tests of `GradAccumCB` and `GradClipCB`, given their cues by hand, in float64."""

import torch

from autograder.testing import assert_close, diagnose, exercise, probe


@probe
def trained(student, names, weight, passes, lr):
    """Train a linear model; what happened in each step, the events, and the losses that were seen.

    names: callbacks as [class, argument]. passes: [training, batches, where it is broken off].
    """
    from types import SimpleNamespace

    import torch
    from torch import nn

    model = nn.Module()
    model.weight, model.idle = nn.Parameter(weight.clone()), nn.Parameter(torch.ones(2))
    log = {"slopes": [], "events": [], "losses": []}

    cbs = sorted([getattr(student, n)(x) for n, x in names], key=lambda cb: cb.order)
    learn = SimpleNamespace(model=model, opt=None, cbs=cbs, epoch=0, n_epochs=1, lr=lr)
    learn.loss_func = lambda preds, y: (preds - y).pow(2).mean()

    def tell(event):
        log["events"].append(event)
        for cb in cbs:
            method = getattr(cb, event, None)
            if method is not None:
                method(learn)

    def one_batch():
        tell("before_batch")
        learn.preds = learn.batch[0] @ model.weight
        tell("after_predict")
        learn.loss = learn.loss_func(learn.preds, learn.batch[1])
        tell("after_loss")
        if learn.training:
            true = learn.loss_func(learn.preds, learn.batch[1]).item()
            learn.loss.backward()
            try:
                tell("after_backward")
            finally:
                log["losses"].append([learn.loss.item(), true])
            log["slopes"].append(model.weight.grad.clone())
            model.weight.data -= lr * model.weight.grad
            tell("after_step")
            model.weight.grad = None
        tell("after_batch")

    def one_pass(batches, stop):
        tell("before_epoch")
        for learn.iter, batch in enumerate(batches):
            if learn.iter == stop:
                return
            learn.batch = tuple(batch)
            try:
                one_batch()
            except student.CancelBatchException:
                log["events"].append("left")
            tell("cleanup_batch")
        tell("after_epoch")

    tell("before_fit")
    for learn.training, batches, stop in passes:
        learn.dl = batches
        learn.epoch += 1
        with torch.set_grad_enabled(learn.training):
            one_pass(batches, stop)
        tell("cleanup_epoch")
    tell("cleanup_fit")
    return model.weight.detach(), log["slopes"], log["events"], log["losses"]


def data(sizes):
    """Batches of a linear problem, in float64."""
    return [[torch.randn(n, 3).double(), torch.randn(n).double()] for n in sizes]


def slope(weight, parts):
    """The mean slope over all samples of these batches."""
    x, y = (torch.cat(p) for p in zip(*parts, strict=True))
    w = weight.clone().requires_grad_()
    (x @ w - y).pow(2).mean().backward()
    return w.grad


def steps(weight, groups, lr=0.1):
    """Take one step for each group of batches; the slopes and the last weights."""
    slopes = []
    for parts in groups:
        slopes.append(slope(weight, parts))
        weight = weight - lr * slopes[-1]
    return weight, slopes


def one_step_for(student, sizes, n):
    """Check one pass over batches of these sizes, n for each step."""
    weight, parts = torch.randn(3).double(), data(sizes)
    got = student.run(trained, [["GradAccumCB", n]], weight, [[True, parts, None]], 0.1)
    expected, slopes = steps(weight, [parts[i : i + n] for i in range(0, len(parts), n)])
    assert_close(got[1], slopes)
    assert_close(got[0], expected)


@exercise("accumulate", points=0.5)
@diagnose("backward adds the slopes up: the step should go along their mean, once for n batches")
def test_mean_of_equal_batches(student):
    "One step for n batches of equal size, along the mean slope."
    for sizes, n in (([2] * 6, 3), ([5, 5], 2), ([1, 2], 1)):
        one_step_for(student, sizes, n)


@exercise("accumulate", points=0.5)
@diagnose(
    "a mean over samples, not batches: scale by seen / n before backward, by n / seen behind it"
)
def test_mean_over_all_samples(student):
    "The mean is over samples, for batches of different sizes."
    for sizes, n in (([2, 2, 1], 3), ([7, 1, 1, 5], 4)):
        one_step_for(student, sizes, n)


@exercise("accumulate", points=0.75)
@diagnose("what remains at the end of a pass makes a step too; then counting begins anew")
def test_remainder_makes_a_step(student):
    "What remains at the end of a pass makes a step, and the next pass begins anew."
    weight = torch.randn(3).double()
    parts, more = data([2, 3, 1, 2, 5]), data([1, 2, 3])
    groups = [parts[:2], parts[2:4], parts[4:], more[:2], more[2:]]
    passes = [[True, parts, None], [True, more, None]]
    got = student.run(trained, [["GradAccumCB", 2]], weight, passes, 0.1)
    expected, slopes = steps(weight, groups)
    assert_close(got[1], slopes)
    assert_close(got[0], expected)


@exercise("accumulate", points=0.75)
@diagnose("leave a batch behind its backward by CancelBatchException; leave validation alone")
def test_skips_steps_and_nothing_else(student):
    "Skips the step of batches that only add, is heard up to after_backward, ignores validation."
    parts = data([2, 2, 2, 2])
    passes = [[True, parts, None], [False, parts[:3], None]]
    _, slopes, events, _ = student.run(
        trained, [["GradAccumCB", 4]], torch.randn(3).double(), passes, 0.1
    )
    assert len(slopes) == 1
    assert events.count("left") == 3
    counts = [
        events.count(e) for e in ("after_backward", "after_step", "after_batch", "cleanup_batch")
    ]
    assert counts == [4, 1, 4, 7]


@exercise("accumulate", points=0.5)
@diagnose("others look at learn.loss: scale the slopes, or put the loss back behind backward")
def test_loss_is_not_touched(student):
    "learn.loss is the true loss when others look at it behind backward."
    parts = data([2, 3, 4])
    names = [["GradAccumCB", 3]]
    losses = student.run(trained, names, torch.randn(3).double(), [[True, parts, None]], 0.1)[3]
    assert_close([seen for seen, _ in losses], [true for _, true in losses])


@exercise("accumulate", points=0.5)
@diagnose("a pass may be broken off: begin anew in before_epoch, without its slopes")
def test_nothing_is_carried_over(student):
    "Nothing is carried over from a pass that was broken off, or from validation."
    weight = torch.randn(3).double()
    parts, more = data([2, 3, 4]), data([2, 1, 2, 3])
    passes = [[True, parts, 2], [False, parts, None], [True, more, None]]
    got = student.run(trained, [["GradAccumCB", 3]], weight, passes, 0.1)
    expected, slopes = steps(weight, [more[:3], more[3:]])
    assert_close(got[1], slopes)
    assert_close(got[0], expected)


@probe
def clipped(student, max_norm, slopes):
    """Clip these slopes; None where there is none."""
    from types import SimpleNamespace

    import torch
    from torch import nn

    model = nn.ParameterList([torch.ones(2, 3), torch.ones(5), torch.ones(1)])
    for p, slope in zip(model, slopes, strict=True):
        p.grad = slope
    learn = SimpleNamespace(model=model, training=True, loss=torch.zeros(()), iter=0, dl=range(3))
    cb = student.GradClipCB(max_norm)
    for event in ("before_fit", "before_epoch", "before_batch", "after_loss", "after_backward"):
        if hasattr(cb, event):
            getattr(cb, event)(learn)
    return [p.grad for p in model]


@exercise("accumulate", points=0.75)
@diagnose("one length over all slopes, one factor for all of them, and only if it is too long")
def test_clips_all_slopes_together(student):
    "Shortens all slopes by one factor, to max_norm at most, and leaves shorter ones alone."
    slopes = [torch.randn(2, 3), None, torch.randn(1)]
    norm = torch.cat([slopes[0].flatten(), slopes[2]]).norm().item()
    for max_norm in (0.3 * norm, 0.9 * norm, 1.1 * norm, 10 * norm):
        got = student.run(clipped, max_norm, [s if s is None else s.clone() for s in slopes])
        factor = min(1.0, max_norm / norm)
        assert got[1] is None
        # torch divides by the norm plus 1e-6
        assert_close(
            [got[0], got[2]], [slopes[0] * factor, slopes[2] * factor], rtol=1e-4, atol=1e-6
        )


@exercise("accumulate", points=0.75)
@diagnose("clip what the optimizer will use: an order behind that of GradAccumCB")
def test_clips_behind_the_accumulation(student):
    "Clips once for each step, behind the accumulation, in whatever order they are given."
    weight, parts = 5 * torch.randn(3).double(), data([2, 3, 1])
    true = slope(weight, parts)
    max_norm = 0.5 * true.norm().item()
    for names in (
        [["GradAccumCB", 3], ["GradClipCB", max_norm]],
        [["GradClipCB", max_norm], ["GradAccumCB", 3]],
    ):
        got = student.run(trained, names, weight, [[True, parts, None]], 0.1)
        assert_close(got[1], [true * 0.5], rtol=1e-4)
