"""Hidden tests of `TrainLearner`, `MomentumLearner`, `TrainCB` and `DeviceCB`, driven by hand."""

import torch

from autograder.testing import assert_close, diagnose, exercise, probe


@probe
def by_methods(student, name, weight, batches, lr, idle=False, **kwargs):
    """Call the five methods of a Learner for each batch; weights behind each step."""
    import torch
    from torch import nn

    model = nn.Module()
    model.weight = nn.Parameter(weight.clone())
    if idle:
        model.idle = nn.Parameter(torch.ones(2))
    model.forward = lambda x: x @ model.weight

    class Descent:
        def step(self):
            model.weight.data -= lr * model.weight.grad

        def zero_grad(self):
            model.weight.grad = None

    def loss_func(preds, a, b):
        return ((preds - a) * b).pow(2).mean()

    learn = getattr(student, name)(model, None, loss_func, lr=lr, **kwargs)
    learn.opt, seen = Descent(), []
    for batch in batches:
        learn.batch = tuple(batch)
        for event in ("predict", "get_loss", "backward", "step", "zero_grad"):
            getattr(learn, event)()
        seen.append([model.weight.detach().clone(), learn.loss.item()])
    return seen


def by_hand(weight, batches, lr, mom):
    """The same with a velocity, in float64."""
    velocity, seen = torch.zeros_like(weight), []
    for x, a, b in batches:
        w = weight.clone().requires_grad_()
        loss = ((x @ w - a) * b).pow(2).mean()
        loss.backward()
        velocity = mom * velocity + w.grad
        weight = weight - lr * velocity
        seen.append([weight, loss.item()])
    return seen


def data(sizes):
    """Batches with an input and two targets, in float64."""
    return [[torch.randn(n, 3), torch.randn(n), torch.randn(n)] for n in sizes]


@exercise("train", points=0.75)
@diagnose("predict from batch[0], loss of the predictions and batch[1:], backward, step, wipe")
def test_train_learner_takes_the_steps(student):
    "TrainLearner trains on an input and any targets behind it."
    weight, batches = torch.randn(3).double(), [[t.double() for t in b] for b in data([5, 2, 1])]
    got = student.run(by_methods, "TrainLearner", weight, batches, 0.05)
    assert_close(got, by_hand(weight, batches, 0.05, 0.0))


@exercise("train", points=0.75)
@diagnose("zero_grad leaves mom times each slope: p.grad *= self.mom")
def test_momentum(student):
    "MomentumLearner moves like gradient descent with classical momentum."
    weight, batches = torch.randn(3).double(), [[t.double() for t in b] for b in data([5, 2, 1, 3])]
    got = student.run(by_methods, "MomentumLearner", weight, batches, 0.05)
    assert_close(got, by_hand(weight, batches, 0.05, 0.85))


@exercise("train", points=0.25)
@diagnose("take the momentum from the argument `mom`")
def test_any_momentum(student):
    "MomentumLearner takes the momentum that it is given."
    weight, batches = torch.randn(3).double(), [[t.double() for t in b] for b in data([2, 2, 3])]
    for mom in (0.5, 0.95):
        got = student.run(by_methods, "MomentumLearner", weight, batches, 0.05, mom=mom)
        assert_close(got, by_hand(weight, batches, 0.05, mom))


@exercise("train", points=0.25)
@diagnose("a frozen or unused parameter has grad None: pass it over")
def test_momentum_without_a_slope(student):
    "MomentumLearner passes over parameters without a slope."
    weight, batches = torch.randn(3).double(), [[t.double() for t in b] for b in data([2])]
    got = student.run(by_methods, "MomentumLearner", weight, batches, 0.05, idle=True)
    assert_close(got, by_hand(weight, batches, 0.05, 0.85))


@probe
def inputs_and_targets(student, n_inp, batch):
    """Which parts of a batch the model and the loss get."""
    from types import SimpleNamespace

    learn = SimpleNamespace(
        model=lambda *inputs: ["preds", *inputs], loss_func=lambda *args: list(args), batch=batch
    )
    cb = student.TrainCB() if n_inp is None else student.TrainCB(n_inp=n_inp)
    cb.predict(learn)
    cb.get_loss(learn)
    return learn.preds, learn.loss


CASES = ((None, "xy"), (2, "xty"), (1, "xyz"), (3, "abcde"), (1, "x"))


@exercise("train", points=0.25)
@diagnose("the first n_inp parts of the batch go to the model, one by one")
def test_inputs_go_to_the_model(student):
    "TrainCB gives the first n_inp parts to the model."
    for n_inp, batch in CASES:
        for kind in (tuple, list):
            preds, _ = student.run(inputs_and_targets, n_inp, kind(batch))
            assert list(preds) == ["preds", *batch[: n_inp or 1]]


@exercise("train", points=0.25)
@diagnose("all parts behind the inputs go to the loss")
def test_all_targets_go_to_the_loss(student):
    "TrainCB gives all the other parts to the loss, in their order."
    for n_inp, batch in CASES:
        _, loss = student.run(inputs_and_targets, n_inp, tuple(batch))
        assert [part for part in loss if not isinstance(part, list | tuple)] == [
            *batch[n_inp or 1 :]
        ]


@exercise("train", points=0.25)
@diagnose("a loss function takes predictions first: loss_func(preds, *targets)")
def test_predictions_go_first(student):
    "TrainCB gives the predictions to the loss first."
    for n_inp, batch in CASES:
        preds, loss = student.run(inputs_and_targets, n_inp, tuple(batch))
        assert list(loss[0]) == list(preds)


@probe
def three_things(student):
    """Call backward, step and zero_grad of a TrainCB."""
    from types import SimpleNamespace

    import torch

    called = []
    w = torch.ones(2, requires_grad=True)
    opt = SimpleNamespace(
        step=lambda: called.append("step"), zero_grad=lambda: called.append("zero")
    )
    learn = SimpleNamespace(loss=(3 * w).sum(), opt=opt)
    cb = student.TrainCB()
    cb.backward(learn)
    slope = w.grad.tolist()
    first = list(called)
    cb.step(learn)
    second = list(called)
    cb.zero_grad(learn)
    return slope, first, second, called


@exercise("train", points=0.25)
@diagnose("one thing at each event: backward of the loss, step of the optimizer, its zero_grad")
def test_one_thing_at_each_event(student):
    "TrainCB does one thing at each event."
    expected = [[3.0, 3.0], [], ["step"], ["step", "zero"]]
    assert [list(part) for part in student.run(three_things)] == expected


@probe
def moved(student, batch_too=True):
    """Move a model, and perhaps a nested batch, to a device where nothing is computed."""
    from types import SimpleNamespace

    import torch
    from torch import nn

    x, y = torch.ones(2), torch.ones(3)
    batch = ({"x": x, "more": [y, {"deep": x}]}, (y, "coat", 7))
    learn = SimpleNamespace(model=nn.Sequential(nn.Linear(2, 2)), batch=batch)
    cb = student.DeviceCB("meta")
    cb.before_fit(learn)
    if batch_too:
        cb.before_batch(learn)
    a, (b, name, number) = learn.batch
    tensors = [a["x"], a["more"][0], a["more"][1]["deep"], b, learn.model[0].weight]
    return [t.device.type for t in tensors], [name, number], x.device.type, cb.order < 0


@exercise("train", points=0.25)
@diagnose("move the model in before_fit")
def test_the_model_moves(student):
    "DeviceCB moves the model."
    assert student.run(moved, batch_too=False)[0][4] == "meta"


@exercise("train", points=0.25)
@diagnose("assign learn.batch: .to gives a new tensor")
def test_the_batch_moves(student):
    "DeviceCB moves what stands in the batch, and passes on what cannot be moved."
    devices, rest, old, _ = student.run(moved)
    assert (devices[3], list(rest), old) == ("meta", ["coat", 7], "cpu")


@exercise("train", points=0.25)
@diagnose("tensors inside dicts and lists must move too: utils.to_device")
def test_nested_batches_move(student):
    "DeviceCB moves tensors however deep they are hidden."
    assert list(student.run(moved)[0])[:3] == ["meta"] * 3


@exercise("train", points=0.25)
@diagnose("give DeviceCB an order below 0, before all who look at the batch")
def test_before_everybody_else(student):
    "DeviceCB comes before callbacks of order 0."
    assert student.run(moved, batch_too=False)[3]
