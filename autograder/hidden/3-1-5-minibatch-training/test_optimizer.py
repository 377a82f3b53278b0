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


@exercise("optimizer", points=0.5)
@diagnose("each parameter minus lr times its slope; `p = p - …` names a new tensor and moves none")
def test_every_step_moves_every_parameter(student):
    "Moves all parameters against their slopes at every step."
    starts, slopes = [torch.randn(2, 3), torch.randn(5)], [1.0, -2.0, 0.5]
    expected, at = [], starts
    for slope in slopes:
        at = [p - 0.1 * slope * p for p in at]
        expected.append(at)
    assert_close(student.run(steps, starts, slopes, 0.1, False), expected)


@exercise("optimizer", points=0.5)
@diagnose("a generator is empty after one loop: keep list(params)")
def test_parameters_from_a_generator(student):
    "Steps on as with a list if the parameters come from a generator."
    starts, slopes = [torch.randn(2, 3), torch.randn(5)], [1.0, -2.0, 0.5]
    listed, generated = (student.run(steps, starts, slopes, 0.1, way) for way in (False, True))
    strides = [(p - start).abs() for p, start in zip(generated[0], starts, strict=True)]
    assert_close(strides, [0.1 * start.abs() for start in starts])  # up or down is another test
    assert_close(generated, listed)


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
@diagnose("who has a slope moves; a layer that was not used has grad None: pass it over and go on")
def test_parameters_without_slope_stay(student):
    "Leaves a parameter without a slope as it is, and moves those behind it."
    a, b, c = student.run(step_with_gaps)
    # up or down is not the question here
    assert_close([abs(a - 1), b, abs(c - 3)], [torch.full((2,), v) for v in (0.5, 2.0, 0.5)])


@probe
def traces(student):
    import torch
    from torch import nn

    p = nn.Parameter(torch.tensor([1.0, 2.0]))
    place = p.data_ptr()
    p.grad = torch.tensor([1.0, -1.0])
    student.Optimizer([p], lr=0.1).step()
    grad = None if p.grad is None else p.grad.tolist()
    moved = p.tolist() != [1.0, 2.0]
    return moved, p.data_ptr() == place, p.is_leaf and p.requires_grad, grad


@exercise("optimizer", points=0.25)
@diagnose(
    "under torch.no_grad() change the tensor itself, p -= …; after p.data = … it lies elsewhere"
)
def test_steps_in_place_unseen_by_autograd(student):
    "Changes the parameter itself, where it lies in memory, and records nothing."
    moved, in_place, still_a_parameter, _ = student.run(traces)
    assert moved
    assert in_place
    assert still_a_parameter


@exercise("optimizer", points=0.25)
@diagnose("step must leave the slopes as they are: to forget them is the task of zero_grad")
def test_step_keeps_the_slopes(student):
    "Leaves the slopes alone."
    moved, *_, grad = student.run(traces)
    assert moved  # a step that takes none keeps them, too
    assert grad == [1.0, -1.0]


@probe
def forgotten(student):
    import torch
    from torch import nn

    params = [nn.Parameter(torch.ones(2)) for _ in range(3)]
    opt = student.Optimizer(params, lr=0.1)
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
    strides = [opt.lr]
    for lr in (0.25, 0.125):
        opt.lr, before = lr, p.item()
        p.grad = torch.tensor([1.0])
        opt.step()
        strides.append(abs(p.item() - before))
    return strides


@exercise("optimizer", points=0.25)
@diagnose(
    "how far a step goes is not self.lr times the slope: read lr at each step, schedules change it"
)
def test_learning_rate_may_change(student):
    "Takes the learning rate that `lr` has at each step."
    assert_close(student.run(with_changing_stride), [0.5, 0.25, 0.125])


@exercise("optimizer", points=0.25)
@diagnose("an empty list of parameters is always a mistake: raise ValueError")
def test_nothing_to_train_is_refused(student):
    "Raises ValueError where there are no parameters."
    for nothing in ([], ()):
        with raises("ValueError"):
            student.Optimizer(nothing, lr=0.1)
