"""Hidden tests of `Model`: a row of layers walked there and back. The layers are ours."""

import torch

from autograder.testing import assert_close, diagnose, exercise, probe


@probe
def rounds(student, plan, tensors, batches, lr):
    """Train a Model on our own layers; return what can be seen of it after each batch.

    plan: "relu", or the number of a pair in tensors; equal numbers are one and the same layer.
    """

    def add(t, slope):
        t.g = slope if getattr(t, "g", None) is None else t.g + slope

    log = []

    class Layer:
        def __init__(self):
            self.calls = []

        def __call__(self, *args):
            out = self.forward(*args)
            self.calls.append((out, args))
            return out

        def backward(self):
            log.append(type(self).__name__)
            out, args = self.calls.pop()
            self.bwd(out, *args)

    class Relu(Layer):
        def forward(self, inp):
            return inp.clamp_min(0)

        def bwd(self, out, inp):
            add(inp, out.g * (inp > 0))

    class Lin(Layer):
        def __init__(self, w, b):
            super().__init__()
            self.w, self.b = w, b

        def forward(self, inp):
            return inp @ self.w + self.b

        def bwd(self, out, inp):
            add(inp, out.g @ self.w.T)
            add(self.w, inp.T @ out.g)
            add(self.b, out.g.sum(0))

    class Mse(Layer):
        def forward(self, inp, targ):
            return ((inp[:, 0] - targ) ** 2).mean()

        def bwd(self, out, inp, targ):
            add(inp, out.g * 2 * (inp - targ[:, None]) / len(targ))

    lins = [Lin(w, b) for w, b in tensors]
    layers = [Relu() if p == "relu" else lins[p] for p in plan]
    loss = Mse()
    model = student.Model(layers, loss)
    known = {id(t): (i, k) for i, pair in enumerate(tensors) for k, t in enumerate(pair)}
    seen = []
    for x, targ in batches:
        out = model.forward(x, targ)
        value = out.clone()
        model.backward()
        slopes = [t.g.clone() for i in sorted({p for p in plan if p != "relu"}) for t in tensors[i]]
        start = out.g
        model.step(lr)
        cleared = all(t.g is None for i in {p for p in plan if p != "relu"} for t in tensors[i])
        seen.append((value, x.g, slopes, start, cleared))
    order = [known.get(id(t)) for t in model.weights()]
    left = sum(len(m.calls) for m in (*layers, loss))
    return seen, [t for pair in tensors for t in pair], order, left, log


def double(*shape):
    return torch.randn(*shape, dtype=torch.float64)


def pairs(*sizes):
    return [[double(i, j), double(j)] for i, j in sizes]


def loss_by_torch(plan, tensors, x, targ):
    for p in plan:
        x = x.relu() if p == "relu" else x @ tensors[p][0] + tensors[p][1]
    return ((x[:, 0] - targ) ** 2).mean()


def by_autograd(plan, tensors, x, targ):
    leaves = [[t.clone().requires_grad_() for t in pair] for pair in tensors]
    x = x.clone().requires_grad_()
    loss = loss_by_torch(plan, leaves, x, targ)
    flat = [t for pair in leaves for t in pair]
    x_g, *slopes = torch.autograd.grad(loss, [x, *flat])
    return loss.detach(), x_g, slopes


def compare(student, plan, tensors, x, targ):
    (seen, *_), wanted = (
        student.run(rounds, plan, tensors, [(x, targ)], 0.1),
        by_autograd(plan, tensors, x, targ),
    )
    loss, x_g, slopes, *_ = seen[0]
    assert_close(loss, wanted[0])
    assert_close(x_g, wanted[1])
    for got, right in zip(slopes, wanted[2], strict=True):
        assert_close(got, right)


@exercise("model", points=1)
@diagnose("forward in order, with the loss at the end; back from the loss to the first layer")
def test_there_and_back(student):
    "Loss and all slopes agree with autograd, for short and long rows of layers."
    compare(student, [0], pairs((3, 1)), double(5, 3), double(5))
    compare(student, [0, "relu", 1], pairs((3, 5), (5, 1)), double(2, 3), double(2))
    plan = [0, "relu", 1, "relu", 2]
    compare(student, plan, pairs((2, 5), (5, 3), (3, 1)), double(1, 2), double(1))


@exercise("model", points=0.5)
@diagnose("the layers are walked as often as they stand in the list")
def test_layer_twice_in_the_row(student):
    "A layer that stands in the row twice gets both of its paths."
    plan = [0, "relu", 0, "relu", 1]
    compare(student, plan, pairs((3, 3), (3, 1)), double(5, 3), double(5))


@exercise("model", points=0.25)
@diagnose("the slope of the loss at itself is 1: a tensor of its shape and dtype")
def test_begins_with_one(student):
    "Sets the slope of the loss to 1, in its shape and dtype."
    for dtype in (torch.float32, torch.float64):
        tensors = [[t.to(dtype) for t in pair] for pair in pairs((3, 1))]
        batch = double(2, 3).to(dtype), double(2).to(dtype)
        seen, *_ = student.run(rounds, [0], tensors, [batch], 0.1)
        assert_close(seen[0][3], torch.tensor(1.0, dtype=dtype))


@exercise("model", points=0.5)
@diagnose("tell tensors apart by id(t), not by their numbers; w before b, in the order of layers")
def test_weights_come_once(student):
    "Lists w and b in order, shared ones once, equal ones each."
    tensors = pairs((3, 3), (3, 3), (3, 1))
    tensors[1] = [t.clone() for t in tensors[0]]
    plan = [1, "relu", 0, 1, "relu", 2]
    _, _, order, _, _ = student.run(rounds, plan, tensors, [], 0.1)
    assert order == [(1, 0), (1, 1), (0, 0), (0, 1), (2, 0), (2, 1)]


@exercise("model", points=0.5)
@diagnose("t -= lr * t.g, each once and in place; then t.g = None")
def test_steps_downhill(student):
    "step moves each weight downhill in place, once, and forgets the slopes."
    plan = [0, "relu", 0, 1]
    tensors = pairs((3, 3), (3, 1))
    batches = [(double(5, 3), double(5)), (double(2, 3), double(2))]
    lr = 0.03
    seen, after, *_ = student.run(rounds, plan, tensors, batches, lr)
    now = tensors
    for x, targ in batches:
        slopes = iter(by_autograd(plan, now, x, targ)[2])
        now = [[t - lr * next(slopes) for t in pair] for pair in now]
    for got, wanted in zip(after, [t for pair in now for t in pair], strict=True):
        assert_close(got, wanted)
    assert all(cleared for *_, cleared in seen)


@exercise("model", points=0.25)
@diagnose("call layers and loss, and walk back through each call once")
def test_every_call_is_undone(student):
    "Undoes every call once, the loss first."
    plan = [0, "relu", 1]
    batches = [(double(2, 3), double(2))] * 2
    _, _, _, left, log = student.run(rounds, plan, pairs((3, 5), (5, 1)), batches, 0.01)
    assert left == 0
    assert log == ["Mse", "Lin", "Relu", "Lin"] * 2
