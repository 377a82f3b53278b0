"""Hidden tests of `Metric` and `Accuracy`: means over samples, resets, no graphs, no overflow."""

import math

import torch

from autograder.testing import assert_close, diagnose, exercise, probe


@probe
def mean_of(student, parts):
    metric = student.Metric()
    for value, n in parts:
        metric.add(value, n=n)
    first, again = float(metric.value), float(metric.value)
    return first, again


@exercise("metric", points=0.5)
@diagnose("a mean of means: add up mean * n and n, and divide when somebody reads the value")
def test_weighs_by_samples(student):
    "The value is the mean over samples, for tensors and plain numbers, read as often as you like."
    means, sizes = [2.5, -1.0, 7.0], [7, 2, 3]
    expected = sum(m * n for m, n in zip(means, sizes, strict=True)) / sum(sizes)
    for kind in (float, torch.tensor):
        parts = [[kind(m), n] for m, n in zip(means, sizes, strict=True)]
        # float32 sums
        assert_close(student.run(mean_of, parts), [expected, expected], rtol=1e-5)


@exercise("metric", points=0.25)
@diagnose("without `n`, what is added counts as one sample")
def test_one_sample_by_default(student):
    "Without n, a value counts once."

    @probe
    def default(student):
        metric = student.Metric()
        metric.add(3.0)
        metric.add(9.0, n=2)
        return float(metric.value)

    assert_close(student.run(default), 7.0, rtol=1e-5)


@probe
def after_reset(student):
    metric, other = student.Metric(), student.Metric()
    other.add(5.0, n=2)
    metric.add(100.0, n=50)
    metric.reset()
    empty = float(metric.value)
    metric.add(1.0, n=2)
    metric.add(4.0, n=1)
    return empty, float(metric.value), float(other.value)


@exercise("metric", points=0.5)
@diagnose("reset forgets both sums, of this metric and of no other")
def test_reset_forgets_everything(student):
    "After a reset only what is added from then on counts; other metrics do not notice."
    empty, value, other = student.run(after_reset)
    assert math.isnan(empty)
    assert_close([value, other], [2.0, 5.0], rtol=1e-5)


@probe
def untouched(student):
    return [float(student.Metric().value), float(student.Accuracy().value)]


@exercise("metric", points=0.25)
@diagnose("nobody has measured anything: nan, not 0 and not an error")
def test_nothing_measured_is_nan(student):
    "While nothing was added the value is nan."
    assert all(map(math.isnan, student.run(untouched)))


@probe
def keeps_a_graph(student):
    import torch

    def tensors(thing, seen):
        if id(thing) in seen:
            return
        seen.add(id(thing))
        if isinstance(thing, torch.Tensor):
            yield thing
        elif isinstance(thing, dict):
            for part in thing.values():
                yield from tensors(part, seen)
        elif isinstance(thing, list | tuple | set):
            for part in thing:
                yield from tensors(part, seen)
        elif hasattr(thing, "__dict__"):
            yield from tensors(vars(thing), seen)

    metric = student.Metric()
    w = torch.ones(3, requires_grad=True)
    for _ in range(2):
        metric.add((w * 2).sum(), n=3)
    float(metric.value)
    return any(t.requires_grad for t in tensors(metric, set()))


@exercise("metric", points=0.5)
@diagnose("the whole chain behind a loss stays in memory: detach() what you add up")
def test_keeps_no_graph(student):
    "Keeps nothing that autograd remembers."
    assert student.run(keeps_a_graph) is False


@exercise("metric", points=0.25)
@diagnose("half precision ends at 65504: make it float32 before you multiply by n")
def test_half_precision_does_not_overflow(student):
    "Adds up half-precision means without overflow."
    for dtype in (torch.float16, torch.bfloat16):
        value = torch.tensor(2.5, dtype=dtype)
        got = student.run(mean_of, [[value, 40_000], [value, 30_000]])
        assert_close(got, [2.5, 2.5], rtol=1e-5)


@probe
def several_inputs(student, parts):
    class Share(student.Metric):
        def calc(self, right, total, scale):
            return scale * right.sum() / total.sum()

    metric = Share()
    for right, total, scale, n in parts:
        metric.add(right, total, scale, n=n)
    return float(metric.value), float(student.Metric().calc(3.0, 4.0, 5.0))


@exercise("metric", points=0.5)
@diagnose("add(*inputs, n) hands all its inputs to calc; Metric's own calc gives the first one")
def test_any_number_of_inputs(student):
    "A metric's calc gets all inputs; that of Metric gives the first."
    parts = [
        [torch.tensor([1.0, 2.0]), torch.tensor([4.0, 2.0]), 2, 3],
        [torch.ones(1), torch.ones(1), 3, 2],
    ]
    assert_close(student.run(several_inputs, parts), [(1.0 * 3 + 3.0 * 2) / 5, 3.0], rtol=1e-5)


@probe
def accuracy_of(student, batches):
    metric = student.Accuracy()
    for preds, targs in batches:
        metric.add(preds, targs, n=len(targs))
    return float(metric.value)


@exercise("metric", points=0.25)
@diagnose("a row is right if its largest entry stands at the target: argmax over the last axis")
def test_accuracy_over_the_last_axis(student):
    "Accuracy counts rows whose largest entry is the target's, for predictions of any shape."
    for shape in ((5, 3), (3, 3), (2, 5, 7), (1, 4)):
        preds, targs = torch.randn(shape), torch.randint(shape[-1], shape[:-1])
        expected = (preds.argmax(dim=-1) == targs).double().mean().item()
        assert_close(student.run(accuracy_of, [[preds, targs]]), expected, rtol=1e-5)
    eye = torch.eye(5)
    ragged = [[eye, torch.tensor([0, 1, 2, 3, 0])], [eye[:2], torch.tensor([1, 0])]]
    assert_close(student.run(accuracy_of, ragged), 4 / 7, rtol=1e-5)
