"""What calls cost: counted the same in every run, and told in words."""

import pytest
import torch

from autograder.engine.budget import Budget, Spent
from autograder.engine.rules import RuleBroken
from autograder.engine.watch import Watch


def cost(function, *args):
    """Return what a call costs, after seeing that a second run costs the same."""
    reports = []
    for _ in range(2):
        watch = Watch(record=False, measure=True)
        with watch:
            watch.finished(function(*args))
        reports.append(watch.report()["spent"])
    assert reports[0] == reports[1]
    return reports[0]


A, B = torch.ones(8, 2, 3), torch.ones(8, 3, 5)
PRODUCT = 2 * 8 * 2 * 3 * 5


def loop(a, b):
    return torch.stack([x @ y for x, y in zip(a, b, strict=True)])


def generator(a, b):
    for x, y in zip(a, b, strict=True):
        yield x @ y


def trained(a, b):
    w = torch.ones(5, 1, requires_grad=True)
    (a @ b @ w).sum().backward()
    return w.grad


def inferred(a, b):
    with torch.inference_mode():
        return torch.matmul(a, b)


COSTS = {
    "a batched product": (torch.matmul, (A, B), (1, PRODUCT, 8 * 10 * 4)),
    "einsum": (lambda a, b: torch.einsum("bij,bjk->bik", a, b), (A, B), (1, PRODUCT, 320)),
    "without gradients": (inferred, (A, B), (1, PRODUCT, 320)),
    "a loop": (loop, (A, B), (9, PRODUCT + 80, 640)),
    "a generator": (generator, (A, B), (8, PRODUCT, 320)),
    "all products first": (
        lambda a, b: (a[..., None] * b[:, None]).sum(2), (A, B), (2, PRODUCT, (240 + 80) * 4),
    ),
    "views": (lambda a: a.mT.mT.reshape(-1)[3:].view(3, -1), (A,), (0, 0, 0)),
    "a matrix by a vector": (torch.mv, (A[0], B[0, :, 0]), (1, 2 * 2 * 3, 8)),
    "in place": (lambda a: a.add_(1), (torch.ones(9),), (1, 9, 0)),
    "one after the other": (lambda a: a.exp().exp().exp(), (torch.ones(9),), (3, 27, 72)),
    "all kept": (lambda a: [a.exp(), a.exp(), a.exp()], (torch.ones(9),), (3, 27, 108)),
    "no tensor": (lambda a: 1, (A,), (0, 0, 0)),
    "sparse": (lambda a: a.to_sparse().to_dense(), (torch.eye(3),), (2, 18, 36)),
}  # fmt: skip


@pytest.mark.parametrize("name", COSTS, ids=lambda name: name.replace(" ", "-"))
def test_calls_arithmetic_and_memory_are_counted(name):
    function, args, (calls, flops, peak) = COSTS[name]
    spent = cost(function, *args)
    assert (spent["calls"], spent["flops"]) == (calls, flops)
    assert spent["peak_bytes"] == peak


def test_training_costs_the_same_in_every_run():
    assert cost(trained, A, B)["flops"] > PRODUCT


def test_a_call_that_fails_is_measured_up_to_there():
    watch = Watch(record=True, measure=True)
    with pytest.raises(ZeroDivisionError), watch:
        print(A.exp().sum().item() / 0)
    assert watch.report()["spent"]["calls"] == 3
    assert "torch.Tensor.exp" in watch.report()["called"]


def test_nothing_is_reported_that_nobody_asked_for():
    watch = Watch(record=False, measure=False)
    with watch:
        torch.ones(2)
    assert watch.report() == {}


@pytest.mark.parametrize(
    ("budget", "told"),
    [
        (Budget(calls=2), "calls torch 50 times as often as a good solution does"),
        (Budget(flops=80, way="one product"), "computes 1.2 times as much as one product needs to"),
        (
            Budget(peak_bytes=10, slack=63, way="the batched way"),
            "uses 64 times the memory that the batched way needs",
        ),
        (Budget(calls=0), "calls torch 100 times as often as a good solution does"),
        (Budget(peak_bytes=5), "uses 130 times the memory that a good solution needs"),
    ],
)
def test_a_broken_budget_says_in_words_how_far_it_is_off(budget, told):
    with pytest.raises(RuleBroken) as caught:
        budget.check(Spent(calls=100, flops=99, peak_bytes=640))
    assert str(caught.value) == told


@pytest.mark.parametrize(
    "budget", [Budget(), Budget(calls=100), Budget(flops=50, slack=2), Budget(peak_bytes=640)]
)
def test_what_is_within_the_budget_is_fine(budget):
    budget.check(Spent(calls=100, flops=99, peak_bytes=640))


def test_calls_add_up_and_the_highest_peak_counts():
    spent = Spent()
    spent.add({"calls": 1, "flops": 10, "peak_bytes": 7})
    spent.add({"calls": 2, "flops": 20, "peak_bytes": 5})
    assert spent == Spent(3, 30, 7)


@pytest.mark.parametrize(
    "report", [None, 3, {"calls": -1}, {"calls": "1"}, {"flops": 2**80}, {"peak_bytes": 0.5}, {}]
)
def test_a_report_that_is_none_counts_nothing(report):
    spent = Spent()
    spent.add(report)
    assert spent == Spent()
