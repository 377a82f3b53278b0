"""Hidden tests of `MetricsCB` and `ProgressCB`, given their cues by hand."""

import torch

from autograder.testing import assert_close, diagnose, exercise, probe


@probe
def written(student, passes, n_inp, n_fits):
    """Give cues for passes [epoch, training, batches, how it ends]; history, and what a metric saw.

    A batch is [parts, preds, loss, whether it is cancelled behind its loss].
    """
    from types import SimpleNamespace

    import torch

    seen = []

    class Watched:
        def __init__(self):
            self.value = 0.0

        def reset(self):
            seen.append(["reset"])
            self.value = 0.0

        def add(self, *inputs, n=None):
            seen.append([n, *inputs])
            self.value += 1.0

    def tell(event):
        if hasattr(cb, event):
            getattr(cb, event)(learn)

    cb = (
        student.MetricsCB(n_inp=n_inp, count=Watched())
        if n_inp
        else student.MetricsCB(count=Watched())
    )
    learn, histories = SimpleNamespace(), []
    for _ in range(n_fits):
        tell("before_fit")
        for learn.epoch, learn.training, batches, broken in passes:
            tell("before_epoch")
            for learn.iter, (parts, preds, loss, cancelled) in enumerate(batches):
                learn.batch = tuple(parts)
                tell("before_batch")
                learn.preds, learn.loss = preds, torch.tensor(loss, requires_grad=True) * 1.0
                tell("after_predict")
                tell("after_loss")
                if not cancelled:
                    tell("after_batch")
                tell("cleanup_batch")
            if not broken:
                tell("after_epoch")
            tell("cleanup_epoch")
        tell("after_fit")
        tell("cleanup_fit")
        histories.append(learn.history)
    return [[[list(row), list(row.values())] for row in h] for h in histories], seen


@probe
def own_means(student, passes):
    """The means of these passes by the student's own Metric, emptied in between."""
    import torch

    metric, values = student.Metric(), []
    for means, sizes in passes:
        metric.reset()
        for mean, n in zip(means, sizes, strict=True):
            metric.add(torch.tensor(mean), n=n)
        values.append(float(metric.value))
    return values


def batch(n, loss, cancelled=False):
    """A batch of n samples with this loss."""
    return [[torch.zeros(n, 2), torch.zeros(n)], "preds", loss, cancelled]


def rows_of(student, passes, n_fits=1):
    """The history of each fit, as [names, values] for each row."""
    return [
        [[list(part) for part in row] for row in h]
        for h in student.run(written, passes, None, n_fits)[0]
    ]


PASSES = [
    [0, True, [batch(2, 3.0)] * 2, False], [0, False, [batch(3, 1.0)], False],
    [1, True, [batch(2, 2.0)] * 3, True], [1, False, [batch(3, 0.5)], False],
]  # fmt: skip


@exercise("record", points=0.5)
@diagnose("one row for each pass that ended well: epoch, training, loss and then the metrics")
def test_a_row_for_each_pass(student):
    "Writes a row for each pass that was not cancelled, training and validation."
    (rows,) = rows_of(student, PASSES)
    assert [row[0] for row in rows] == [["epoch", "training", "loss", "count"]] * 3
    assert [row[1][:2] for row in rows] == [[0, True], [0, False], [1, False]]


@exercise("record", points=0.25)
@diagnose("before_fit makes a new list: learn.history = []")
def test_a_history_for_each_fit(student):
    "Each fit begins a new history."
    passes = PASSES[:2]
    assert [len(rows) for rows in rows_of(student, passes, 3)] == [2, 2, 2]


def near(got, wanted):
    """Whether all means that are there are near the wanted ones."""
    pairs = zip(got, wanted, strict=True)
    return all(g is None or abs(g - w) < 1e-5 for g, w in pairs)


def either(got, passes, student):
    """Whether means are right, or the student's own Metric's: a slip there costs points there."""
    right = [sum(m * n for m, n in zip(*p, strict=True)) / sum(p[1]) for p in passes]
    return near(got, right) or near(got, student.run(own_means, passes))


@exercise("record", points=0.25)
@diagnose("weigh the loss by the number of samples: n=batch_size(learn.batch)")
def test_loss_is_weighed(student):
    "The loss is a mean over samples."
    means, sizes = [3.0, 1.0, 7.0], [5, 2, 1]
    parts = [batch(n, mean) for n, mean in zip(sizes, means, strict=True)]
    (rows,) = rows_of(student, [[0, True, parts, False]])
    assert either([rows[0][1][2]], [[means, sizes]], student)


@exercise("record", points=0.25)
@diagnose("a batch has been seen when its loss is known: count it in after_loss")
def test_counts_what_was_seen(student):
    "Counts batches that are cancelled behind their loss, too."
    means = [3.0, 1.0, 8.0]
    parts = [batch(2, mean, mean > 2) for mean in means]
    (rows,) = rows_of(student, [[0, True, parts, False]])
    assert either([rows[0][1][2]], [[means, [2, 2, 2]]], student)
    assert rows[0][1][3] == 3.0


@exercise("record", points=0.25)
@diagnose("reset all metrics in before_epoch, the loss too: it is heard once a pass")
def test_each_pass_begins_anew(student):
    "The values of a pass are about this pass."
    passes = [[[3.0, 3.0], [2, 2]], [[1.0], [3]], [[2.0] * 3, [2] * 3], [[0.5], [3]]]
    (rows,) = rows_of(student, PASSES)
    got = [row[1][2] for row in rows]
    assert either([*got[:2], None, *got[2:]], passes, student)  # the third pass was cancelled
    assert [row[1][3] for row in rows] == [2.0, 1.0, 1.0]


@exercise("record", points=0.25)
@diagnose("metrics get the predictions and then all targets: *learn.batch[self.n_inp :]")
def test_metrics_get_all_targets(student):
    "Metrics get predictions and all targets behind the inputs."
    parts = [torch.zeros(5, 2), torch.ones(5), torch.full((5,), 2.0)]
    for n_inp, targets in ((None, parts[1:]), (1, parts[1:]), (2, parts[2:])):
        _, seen = student.run(written, [[0, True, [[parts, "p", 1.0, False]], False]], n_inp, 1)
        added = next(entry for entry in seen if entry[0] != "reset")
        assert added[1] == "p"
        assert_close(added[2:], targets)


@exercise("record", points=0.25)
@diagnose("len counts the names of a dict, or the parts of a batch: batch_size(learn.batch)")
def test_counts_samples_of_nested_batches(student):
    "Metrics are told the number of samples, however nested the batch."
    nested = [{"name": ["coat"], "x": torch.zeros(3, 7)}, [torch.ones(3), "a"], "b"]
    _, seen = student.run(written, [[0, False, [[nested, "q", 1.0, False]], False]], None, 1)
    assert [entry[0] for entry in seen if entry[0] != "reset"] == [3]


@probe
def shown(student, passes, history, broken):
    """Give cues to a ProgressCB; what it showed, and the losses it kept."""
    from types import SimpleNamespace

    import torch

    calls = []
    cb = student.ProgressCB(lambda done, total, rows: calls.append([done, total, list(rows)]))

    def tell(event):
        if hasattr(cb, event):
            getattr(cb, event)(learn)

    learn = SimpleNamespace() if history is None else SimpleNamespace(history=history)
    for _ in range(2):
        calls.clear()
        tell("before_fit")
        for learn.epoch, learn.training, losses in passes:
            learn.dl = range(len(losses))
            tell("before_epoch")
            for learn.iter, loss in enumerate(losses):
                learn.loss = torch.tensor(loss, requires_grad=True) * 1.0
                tell("after_loss")
                if not broken:
                    tell("after_batch")
                tell("cleanup_batch")
            if not broken:
                tell("after_epoch")
            tell("cleanup_epoch")
        if not broken:
            tell("after_fit")
        tell("cleanup_fit")
    kept = [torch.as_tensor(loss) for loss in cb.losses]
    order = cb.order > student.MetricsCB.order
    return calls, [float(loss) for loss in kept], any(loss.requires_grad for loss in kept), order


LOSSES = [[0, True, [2.0, 3.0, 5.0]], [0, False, [7.0, 11.0]], [1, True, [13.0]]]


@exercise("record", points=0.25)
@diagnose("after each batch: show(its number from 1, len(learn.dl), the history or an empty list)")
def test_shows_how_far_it_is(student):
    "Shows every batch of every pass, with the history or without one."
    rows = [{"epoch": 0, "training": True, "loss": 1.5}]
    for history in (rows, None):
        calls, _, _, _ = student.run(shown, LOSSES, history, False)
        expected = [(1, 3), (2, 3), (3, 3), (1, 2), (2, 2), (1, 1), (0, 0)]
        assert [tuple(call[:2]) for call in calls] == expected
        assert all(call[2] == (history or []) for call in calls)


@exercise("record", points=0.25)
@diagnose("after_fit is skipped by Cancels and errors: show(0, 0, …) in cleanup_fit")
def test_shows_the_end_whatever_happened(student):
    "Shows the end of a fit that was broken off."
    rows = [{"epoch": 0, "training": True, "loss": 1.5}]
    calls, _, _, _ = student.run(shown, LOSSES, rows, True)
    assert [list(call) for call in calls] == [[0, 0, rows]]


@exercise("record", points=0.25)
@diagnose("keep the losses of training batches alone, and begin each fit with an empty list")
def test_keeps_training_losses(student):
    "Keeps the training losses of this fit, and comes behind MetricsCB."
    _, losses, _, behind_metrics = student.run(shown, LOSSES, None, False)
    assert losses == [2.0, 3.0, 5.0, 13.0]
    assert behind_metrics


@exercise("record", points=0.25)
@diagnose("the chain behind each loss stays in memory: keep loss.detach()")
def test_keeps_no_graphs(student):
    "Keeps losses without their graphs."
    assert student.run(shown, LOSSES, None, False)[2] is False
