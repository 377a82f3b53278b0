"""Hidden tests of `Optimizer`: steps in place, every step, for every parameter with a slope."""

import torch

from autograder.testing import assert_close, diagnose, exercise, probe, raises


@probe
def steps(student, starts, slopes, lr, as_generator):
    from torch import nn

    params = [nn.Parameter(start.clone()) for start in starts]
    opt = student.Optimizer((p for p in params) if as_generator else list(params), lr=lr)
    seen = []
    for slope in slopes:
        for p in params:
            p.grad = slope * p.detach()
        opt.step()
        seen.append([p.detach().clone() for p in params])
    return seen


@exercise("optimizer", points=1)
@diagnose("a generator is empty after one loop: keep list(params)")
def test_every_step_moves_every_parameter(student):
    "Moves all parameters at every step, given as a list or as a generator."
    starts = [torch.randn(2, 3), torch.randn(5)]
    for as_generator in (False, True):
        expected, at = [], starts
        for slope in (1.0, -2.0, 0.5):
            at = [p - 0.1 * slope * p for p in at]
            expected.append(at)
        got = student.run(steps, starts, [1.0, -2.0, 0.5], 0.1, as_generator)
        assert_close(got, expected)


@probe
def step_with_gaps(student):
    import torch
    from torch import nn

    a, b, c = (nn.Parameter(torch.full((2,), v)) for v in (1.0, 2.0, 3.0))
    opt = student.Optimizer([a, b, c], lr=0.5)
    a.grad, c.grad = torch.ones(2), torch.ones(2)
    opt.step()
    return [p.detach() for p in (a, b, c)]


@exercise("optimizer", points=0.5)
@diagnose("a layer that was not used has grad None: pass it over and go on with the others")
def test_parameters_without_slope_stay(student):
    "Leaves a parameter without a slope as it is, and moves those behind it."
    expected = [torch.full((2,), v) for v in (0.5, 2.0, 2.5)]
    assert_close(student.run(step_with_gaps), expected)


@probe
def traces(student):
    import torch
    from torch import nn

    p = nn.Parameter(torch.tensor([1.0, 2.0]))
    place = p.data_ptr()
    p.grad = torch.tensor([1.0, -1.0])
    student.Optimizer([p], lr=0.1).step()
    grad = None if p.grad is None else p.grad.tolist()
    return [p.data_ptr() == place, p.is_leaf, p.requires_grad, p.grad_fn is None, grad], p.detach()


@exercise("optimizer", points=0.5)
@diagnose("change the tensor itself (p -= …), under torch.no_grad(), and leave its slope alone")
def test_steps_in_place_unseen_by_autograd(student):
    "Changes the parameter itself, records nothing, and keeps the slopes."
    state, value = student.run(traces)
    assert state == [True, True, True, True, [1.0, -1.0]]
    assert_close(value, torch.tensor([0.9, 2.1]))


@probe
def forgotten(student):
    import torch
    from torch import nn

    params = [nn.Parameter(torch.ones(2)) for _ in range(3)]
    opt = student.Optimizer((p for p in params), lr=0.1)
    for _ in range(2):
        for p in params[:2]:
            p.grad = torch.ones(2)
        opt.zero_grad()
    (params[0] * 3).sum().backward()
    rest = [p.grad is None or not p.grad.any().item() for p in params[1:]]
    return [params[0].grad.tolist(), rest, [p.tolist() for p in params]]


@exercise("optimizer", points=0.5)
@diagnose("zero_grad forgets the slope of every parameter, and does not touch the parameter")
def test_zero_grad_forgets_all_slopes(student):
    "zero_grad forgets every slope, as None or zeros, and leaves the parameters."
    assert student.run(forgotten) == [[3.0, 3.0], [True, True], [[1.0, 1.0]] * 3]


@probe
def with_changing_stride(student):
    import torch
    from torch import nn

    p = nn.Parameter(torch.tensor([1.0]))
    opt = student.Optimizer([p], lr=0.5)
    seen = [opt.lr]
    for lr in (0.25, 0.125):
        opt.lr = lr
        p.grad = torch.tensor([1.0])
        opt.step()
        seen.append(p.item())
    return seen


@exercise("optimizer", points=0.25)
@diagnose("read self.lr at each step: schedules change it")
def test_learning_rate_may_change(student):
    "Takes the learning rate that `lr` has at each step."
    assert_close(student.run(with_changing_stride), [0.5, 0.75, 0.625])


@exercise("optimizer", points=0.25)
@diagnose("an empty list of parameters is always a mistake: raise ValueError")
def test_nothing_to_train_is_refused(student):
    "Raises ValueError where there are no parameters."
    for nothing in ([], ()):
        with raises("ValueError"):
            student.Optimizer(nothing, lr=0.1)
