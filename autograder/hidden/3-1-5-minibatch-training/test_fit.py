"""Hidden tests of `evaluate` and `fit`: mood, weights by n, one step a batch."""

import torch
import torch.nn.functional as F

from autograder.testing import assert_close, diagnose, exercise, probe


def ragged(n, sizes):
    """Data of n rows, and the same in batches of these sizes."""
    x, y = torch.randn(n, 3), torch.randint(5, (n,))
    return x, y, [list(pair) for pair in zip(x.split(sizes), y.split(sizes), strict=True)]


@probe
def measured(student, weight, batches):
    import torch.nn.functional as F
    from torch import nn

    model = nn.Linear(*reversed(weight.shape), bias=False)
    model.weight.data.copy_(weight)
    loss, right = student.evaluate(model, F.cross_entropy, [tuple(b) for b in batches])
    return [float(loss), float(right)]


@exercise("fit", points=0.75)
@diagnose("a mean of means: weigh the loss of each batch by its size, divide by all samples")
def test_loss_is_weighed_by_n(student):
    "The loss is the mean over samples, whatever the sizes of the batches."
    weight = torch.randn(5, 3)
    x, y, batches = ragged(11, [7, 3, 1])
    # sums of eleven float32 numbers in another order
    expected = F.cross_entropy(x @ weight.T, y).item()
    assert_close(student.run(measured, weight, batches)[0], expected, rtol=1e-4)


@exercise("fit", points=0.75)
@diagnose("weigh the accuracy of each batch by its size too: count samples, not batches")
def test_accuracy_is_weighed_by_n(student):
    "The accuracy is the share of right samples, whatever the sizes of the batches."
    x = torch.eye(3)[[0, 1, 2, 0, 1, 2, 0, 2]]
    y = torch.tensor([0, 1, 2, 0, 1, 0, 1, 0])  # five are right: four in the first batch
    batches = [[x[:4], y[:4]], [x[4:7], y[4:7]], [x[7:], y[7:]]]
    # a ratio of small counts; shares of thirds may be rounded on the way
    assert_close(student.run(measured, torch.eye(3), batches)[1], 5 / 8, rtol=1e-4)


@probe
def moods_of_evaluate(student):
    import torch
    import torch.nn.functional as F
    from torch import nn

    seen = []

    class Watched(nn.Linear):
        def forward(self, x):
            seen.append([self.training, torch.is_grad_enabled()])
            return super().forward(x)

    model = Watched(3, 2)
    batch = (torch.randn(2, 3), torch.tensor([0, 1]))
    student.evaluate(model, F.cross_entropy, [batch, batch])
    return seen, torch.is_grad_enabled(), model.weight.grad is None


@exercise("fit", points=0.25)
@diagnose("model.eval() first: dropout must sleep while you measure")
def test_measures_in_eval_mode(student):
    "evaluate measures in eval mode."
    seen, _, _ = student.run(moods_of_evaluate)
    assert [training for training, _ in seen] == [False, False]


@exercise("fit", points=0.25)
@diagnose("predict under torch.no_grad(), and only there")
def test_measures_without_recording(student):
    "evaluate lets autograd record nothing, and switches recording on again."
    seen, afterwards, without_slope = student.run(moods_of_evaluate)
    assert [recording for _, recording in seen] == [False, False]
    assert afterwards
    assert without_slope


@probe
def trained(student, weight, batches, n_epochs, lr):
    import torch
    import torch.nn.functional as F
    from torch import nn

    class Descent:  # torch.optim loads its compiler first, for seconds
        def step(self):
            model.weight.data -= lr * model.weight.grad

        def zero_grad(self):
            model.weight.grad = None

    model = nn.Linear(*reversed(weight.shape), bias=False, dtype=torch.float64)
    model.weight.data.copy_(weight)
    batches = [tuple(b) for b in batches]
    history = student.fit(n_epochs, model, F.cross_entropy, Descent(), batches, batches[:1])
    return model.weight.detach(), [[float(loss), float(right)] for loss, right in history]


def by_hand(weight, batches, n_epochs, lr):
    """The same training in four lines, and the results after each epoch."""
    weight, seen = weight.clone().requires_grad_(), []
    for _ in range(n_epochs):
        for x, y in batches:
            (slope,) = torch.autograd.grad(F.cross_entropy(x @ weight.T, y), weight)
            weight = (weight - lr * slope).detach().requires_grad_()
        x, y = batches[0]
        logits = (x @ weight.T).detach()
        right = (logits.argmax(dim=1) == y).double().mean()
        seen.append([F.cross_entropy(logits, y).item(), right.item()])
    return weight.detach(), seen


@exercise("fit", points=1)
@diagnose("for each batch: predict, loss, backward, one step, and forget the slopes")
def test_trains_as_by_hand(student):
    "Ends where the same steps, taken by hand, end: every batch, every epoch."
    weight = torch.randn(5, 3, dtype=torch.float64)
    _, _, batches = ragged(9, [4, 3, 2])
    batches = [[x.double(), y] for x, y in batches]
    for n_epochs in (1, 3):
        got, _ = student.run(trained, weight, batches, n_epochs, 0.3)
        assert_close(got, by_hand(weight, batches, n_epochs, 0.3)[0])


@exercise("fit", points=0.5)
@diagnose("evaluate on the validation batches behind each epoch, and collect the results")
def test_history_has_every_epoch(student):
    "Returns loss and accuracy on the validation batches, measured after each epoch."
    weight = torch.randn(5, 3, dtype=torch.float64)
    _, _, batches = ragged(12, [6, 6])
    batches = [[x.double(), y] for x, y in batches]
    _, history = student.run(trained, weight, batches, 3, 0.5)
    # the measured share may be float32 on its way
    assert_close(history, by_hand(weight, batches, 3, 0.5)[1], rtol=1e-5)


@probe
def moods_of_fit(student, n_epochs):
    import torch
    import torch.nn.functional as F
    from torch import nn

    seen = []

    class Still:
        def step(self):
            pass

        zero_grad = step

    class Watched(nn.Linear):
        def forward(self, x):
            seen.append([len(x), self.training])
            return super().forward(x)

    model = Watched(3, 2)
    model.eval()
    train = [(torch.randn(3, 3), torch.tensor([0, 1, 0]))] * 2
    valid = [(torch.randn(5, 3), torch.tensor([0, 1, 0, 1, 1]))]
    student.fit(n_epochs, model, F.cross_entropy, Still(), train, valid)
    return [training for size, training in seen if size == 3]


@exercise("fit", points=0.5)
@diagnose("measuring switched the mood: call model.train() at the start of every epoch")
def test_trains_in_train_mode(student):
    "Trains in train mode in every epoch, not only in the first."
    assert student.run(moods_of_fit, 3) == [True] * 6
