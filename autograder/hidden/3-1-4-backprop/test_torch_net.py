"""Hidden tests of `TorchNet`: a subclass of `nn.Module` with four parameters."""

import torch

from autograder.testing import assert_close, diagnose, exercise, probe


@probe
def looked_at(student, tensors, x):
    """Answers, slopes, names, and whether the net is tied to the caller's tensors."""
    import torch
    from torch import nn

    before = [t.clone() for t in tensors]
    net = student.TorchNet(*tensors)
    out = net(x)
    named = dict(net.named_parameters())
    slopes = torch.autograd.grad(out.sum(), list(named.values()), allow_unused=True)
    with torch.no_grad():
        for p in net.parameters():
            p += 1
    untouched = all(bool((t == b).all()) for t, b in zip(tensors, before))
    return out.detach(), list(slopes), list(named), untouched, isinstance(net, nn.Module)


def case():
    tensors = torch.randn(3, 5), torch.randn(5), torch.randn(5, 1), torch.randn(1)
    return [t.double() for t in tensors], torch.randn(2, 3).double()


def answers(w1, b1, w2, b2, x):
    return (x @ w1 + b1).relu() @ w2 + b2


@exercise("torch-net", points=0.25)
@diagnose("Lin, ReLU, Lin: relu between the layers, and none behind")
def test_answers(student):
    "Gives the answers of Lin, ReLU, Lin, also negative ones."
    tensors, x = case()
    tensors[3] -= 5
    assert_close(student.run(looked_at, tensors, x)[0], answers(*tensors, x))
    assert_close(student.run(looked_at, tensors, x[:1])[0], answers(*tensors, x[:1]))


@exercise("torch-net", points=0.25)
@diagnose("nn.Parameter for each of the four, in the order w1, b1, w2, b2")
def test_parameters(student):
    "Is an nn.Module with the parameters w1, b1, w2, b2."
    _, _, named, _, is_module = student.run(looked_at, *case())
    assert named == ["w1", "b1", "w2", "b2"]
    assert is_module


@exercise("torch-net", points=0.25)
@diagnose("slopes must reach all four: no detach, .data or no_grad in forward")
def test_slopes_reach_all(student):
    "Lets slopes through to all four parameters."
    tensors, x = case()
    tensors[1] += 3
    leaves = [t.clone().requires_grad_() for t in tensors]
    wanted = torch.autograd.grad(answers(*leaves, x).sum(), leaves)
    for got, right in zip(student.run(looked_at, tensors, x)[1], wanted, strict=True):
        assert_close(got, right)


@exercise("torch-net", points=0.25)
@diagnose("keep copies: clone each tensor before it becomes a parameter")
def test_keeps_copies(student):
    "Training the net leaves the tensors of the caller alone."
    assert student.run(looked_at, *case())[3]
