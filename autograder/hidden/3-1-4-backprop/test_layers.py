"""Hidden tests of `Relu`, `Lin`, `Mse`: forward and bwd, each against autograd in float64."""

import torch
import torch.nn.functional as F

from autograder.testing import assert_close, diagnose, exercise, probe


@probe
def there_and_back(student, name, weights, args, behind, before):
    """Build a layer, run it, walk back: out, slopes of the first input and of the weights."""
    layer = getattr(student, name)(*weights)
    kept = [t.clone() for t in (*weights, *args)]
    out = layer.forward(*args)
    own = all(out is not a for a in args)
    out.g = behind
    if before is not None:
        for t in (args[0], *weights):
            t.g = before + 0 * t
    layer.bwd(out, *args)
    same = all(bool((t == k).all()) for t, k in zip((*weights, *args), kept))
    return [out.clone(), args[0].g, *[t.g for t in weights]], same and own


def rand(*shape):
    return torch.randn(*shape, dtype=torch.float64)


def by_autograd(f, tensors, behind):
    leaves = [t.clone().requires_grad_() for t in tensors]
    out = f(*leaves)
    return [out.detach(), *torch.autograd.grad(out, leaves, behind)]


def compare(got, wanted):
    for a, b in zip(got, wanted, strict=True):
        assert_close(a, b)


@exercise("layers", points=0.75)
@diagnose("the gate is opened by what came in, inp > 0, and lets out.g through")
def test_relu(student):
    "Relu stops what is negative, forward and back, in any shape."
    for shape in ((5,), (2, 3), (2, 3, 5)):
        x, behind = rand(*shape), rand(*shape)
        got, _ = student.run(there_and_back, "Relu", [], [x], behind, None)
        compare(got, by_autograd(F.relu, [x], behind))


@exercise("layers", points=0.25)
@diagnose("at exactly 0 the slope is 0: inp > 0, not >=")
def test_relu_at_zero(student):
    "Relu has slope 0 at 0."
    x = torch.tensor([0.0, 1.0, -1.0]).double()
    got, _ = student.run(there_and_back, "Relu", [], [x], torch.ones(3).double(), None)
    assert_close(got[1], torch.tensor([0.0, 1.0, 0.0]).double())


@exercise("layers", points=0.75)
@diagnose("inp @ w + b; back: out.g @ w.T, inp.T @ out.g, out.g added up over the rows")
def test_lin(student):
    "Lin agrees with autograd: output, and slopes of inputs, weights and bias."
    for n, i, j in ((3, 5, 2), (1, 2, 3), (2, 3, 3)):
        inp, w, b, behind = rand(n, i), rand(i, j), rand(j), rand(n, j)
        got, _ = student.run(there_and_back, "Lin", [w, b], [inp], behind, None)
        compare(got, by_autograd(lambda inp, w, b: inp @ w + b, [inp, w, b], behind))


@exercise("layers", points=0.5)
@diagnose("the mean of n squares: 2 * miss / n at each answer, shape (n, 1)")
def test_mse(student):
    "Mse agrees with autograd, for batches of 1, 2 and 5."
    one = torch.tensor(1.0).double()
    for n in (1, 2, 5):
        inp, targ = rand(n, 1), rand(n)
        got, _ = student.run(there_and_back, "Mse", [], [inp, targ], one, None)
        compare(got, by_autograd(lambda inp, t=targ: F.mse_loss(inp[:, 0], t), [inp], one))


@exercise("layers", points=0.25)
@diagnose("multiply along the path: Mse too has an out.g")
def test_mse_multiplies_by_what_is_behind(student):
    "Mse multiplies by out.g when it is not 1."
    inp, targ, behind = rand(3, 1), rand(3), torch.tensor(-0.3).double()
    got, _ = student.run(there_and_back, "Mse", [], [inp, targ], behind, None)
    compare(got, by_autograd(lambda inp: F.mse_loss(inp[:, 0], targ), [inp], behind))


@exercise("layers", points=0.25)
@diagnose("add_g for every slope: paths that were found before stay")
def test_slopes_are_added(student):
    "Every layer adds to slopes that are already there."
    inp, w, b, column = rand(3, 5), rand(5, 2), rand(2), rand(3, 1)
    one = torch.tensor(1.0).double()
    for name, weights, args, behind in (
        ("Relu", [], [inp], rand(3, 5)),
        ("Lin", [w, b], [inp], rand(3, 2)),
        ("Mse", [], [column, rand(3)], one),
    ):
        fresh, _ = student.run(there_and_back, name, weights, args, behind, None)
        added, _ = student.run(there_and_back, name, weights, args, behind, 7.0)
        for a, f in zip(added[1:], fresh[1:], strict=True):
            assert_close(a, f + 7)


@exercise("layers", points=0.25)
@diagnose("forward changes nothing that came in and returns a new tensor")
def test_inputs_stay(student):
    "No layer changes its inputs or weights, or returns the input itself."
    cases = (
        ("Relu", [], [rand(3, 5)], (3, 5)),
        ("Lin", [rand(5, 2), rand(2)], [rand(3, 5)], (3, 2)),
    )
    for name, weights, args, shape in cases:
        assert student.run(there_and_back, name, weights, args, rand(*shape), None)[1]
    args = [rand(3, 1), rand(3)]
    assert student.run(there_and_back, "Mse", [], args, torch.tensor(1.0).double(), None)[1]
