"""Hidden tests of `HonestLearner`: a report about its own pass, and the mood of all layers."""

import torch
import torch.nn.functional as F

from autograder.testing import assert_close, diagnose, exercise, probe


@probe
def reports(student, train, valid, n_fits, n_epochs):
    """Fit a model that hands its input on, several times; give the whole report."""
    from types import SimpleNamespace

    import torch.nn.functional as F
    from torch import nn

    class Passes(nn.Module):
        def __init__(self):
            super().__init__()
            self.w = nn.Parameter(torch.ones(()))

        def forward(self, x):
            return self.w * x

    import torch

    still = SimpleNamespace(step=lambda: None, zero_grad=lambda *args, **kwargs: None)
    learn = student.HonestLearner(Passes(), F.cross_entropy, still)
    dls = SimpleNamespace(train=[tuple(b) for b in train], valid=[tuple(b) for b in valid])
    for _ in range(n_fits):
        learn.fit(n_epochs, dls)
    return [[bool(t), float(loss), float(accuracy)] for t, loss, accuracy in learn.report]


def of(batches):
    """Loss and accuracy over all samples of these batches."""
    x, y = (torch.cat(parts) for parts in zip(*batches, strict=True))
    return [F.cross_entropy(x, y).item(), (x.argmax(dim=1) == y).double().mean().item()]


def batches(sizes):
    """Random logits (n, 5) and targets (n,)."""
    return [[3 * torch.randn(n, 5), torch.randint(5, (n,))] for n in sizes]


@exercise("first-learner", points=0.25)
@diagnose("a sum over samples, divided by their number: the last batch is smaller")
def test_weighed_by_n(student):
    "A pass weighs its batches by their samples, in its loss and in its accuracy."
    train = batches([2, 5, 1])
    got = student.run(reports, train, batches([3]), 1, 1)[0]
    # sums of a few float32 in another order
    assert_close(got[1:], of(train), rtol=1e-4)


@exercise("first-learner", points=0.25)
@diagnose("a pass must not know of the pass in front of it: empty the lists in each one_epoch")
def test_validation_is_about_validation(student):
    "The report of a validation pass is about the validation samples alone."
    train, valid = batches([5, 3]), batches([7, 2, 1])
    got = student.run(reports, train, valid, 1, 3)[1::2]
    assert_close([row[1:] for row in got], [of(valid)] * 3, rtol=1e-4)


@exercise("first-learner", points=0.25)
@diagnose("the training pass of every epoch starts from empty lists too")
def test_training_is_about_this_epoch(student):
    "The report of a training pass is about this epoch's samples."
    train, valid = batches([4, 4]), batches([3])
    got = student.run(reports, train, valid, 1, 3)[0::2]
    assert_close([row[1:] for row in got], [of(train)] * 3, rtol=1e-4)


@exercise("first-learner", points=0.25)
@diagnose("a second fit starts from empty lists, the sums and the counts")
def test_a_second_fit_begins_anew(student):
    "The first pass of a second fit knows nothing of the first fit."
    train = batches([4, 4])
    got = student.run(reports, train, batches([3]), 2, 1)[0::2]
    assert_close([row[1:] for row in got], [of(train)] * 2, rtol=1e-4)


@exercise("first-learner", points=0.25)
@diagnose("the report itself goes on growing: one entry for each pass, of all fits")
def test_report_keeps_growing(student):
    "The report keeps an entry for each pass of every fit, in order."
    got = student.run(reports, batches([2]), batches([3]), 2, 3)
    assert [row[0] for row in got] == [True, False] * 6


@probe
def moods(student, n_epochs, before):
    from types import SimpleNamespace

    import torch
    import torch.nn.functional as F
    from torch import nn

    seen = []

    class Deep(nn.Module):
        def forward(self, x):
            seen.append([outer.training, self.training, torch.is_grad_enabled()])
            return x * outer.w

    class Outer(nn.Module):
        def __init__(self):
            super().__init__()
            self.w = nn.Parameter(torch.ones(()))
            self.inner = nn.Sequential(Deep())

        def forward(self, x):
            return self.inner(x)

    outer = Outer()
    outer.train(before)
    still = SimpleNamespace(step=lambda: None, zero_grad=lambda *args, **kwargs: None)
    batch = (torch.randn(3, 2), torch.tensor([0, 1, 0]))
    learn = student.HonestLearner(outer, F.cross_entropy, still)
    learn.fit(n_epochs, SimpleNamespace(train=[batch, batch], valid=[batch]))
    return seen


@exercise("first-learner", points=0.25)
@diagnose("dropout is awake while you measure: `model.training = False` reaches one module only")
def test_measures_in_eval_mode(student):
    "All layers are measured in eval mode."
    seen = student.run(moods, 2, True)
    assert [row[:2] for row in seen[2::3]] == [[False, False]] * 2


@exercise("first-learner", points=0.25)
@diagnose("measuring switched all layers to eval mode: call model.train(training) in every pass")
def test_trains_in_train_mode(student):
    "All layers train in train mode, in every epoch."
    seen = student.run(moods, 3, False)
    assert [seen[i][:2] for i in (0, 1, 3, 4, 6, 7)] == [[True, True]] * 6


@probe
def trained(student, weight, train, lr):
    from types import SimpleNamespace

    import torch
    import torch.nn.functional as F
    from torch import nn

    model = nn.Linear(*reversed(weight.shape), bias=False)
    model.weight.data.copy_(weight)

    def step():
        model.weight.data -= lr * model.weight.grad

    def zero_grad():
        model.weight.grad = None

    opt = SimpleNamespace(step=step, zero_grad=zero_grad)
    dls = SimpleNamespace(train=[tuple(b) for b in train], valid=[tuple(b) for b in train])
    with torch.enable_grad():
        student.HonestLearner(model, F.cross_entropy, opt).fit(2, dls)
    return model.weight.detach()


@exercise("first-learner", points=0.25)
@diagnose("train on the training batches alone, a step for each, and change nothing in validation")
def test_still_trains(student):
    "Takes the same steps as before, and none while it measures."
    weight, train = torch.randn(5, 5), batches([3, 2])
    expected = weight.clone()
    for _ in range(2):
        for x, y in train:
            w = expected.clone().requires_grad_()
            F.cross_entropy(x @ w.T, y).backward()
            expected = expected - 0.3 * w.grad
    assert_close(student.run(trained, weight, train, 0.3), expected, rtol=1e-4)
