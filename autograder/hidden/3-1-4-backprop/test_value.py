"""Hidden tests of `Value`: scalars that differentiate themselves, against torch in float64."""

import math

import torch

from autograder.testing import assert_close, diagnose, exercise, probe


def double(numbers):
    return torch.tensor(numbers, dtype=torch.float64)


@probe
def results(student, a, b):
    V = student.Value
    x, y = V(a), V(b)
    values = [x + y, x * y, x + 2.0, 2 + x, x * 3, 3.0 * x, x.relu(), y.relu(), x.tanh()]
    return [float(v.data) for v in values], [x.data, y.data], type(x + 1) is V


@exercise("value", points=0.5)
@diagnose("sum, product, relu and tanh of the data; a plain number becomes a Value first")
def test_data(student):
    "Computes sums, products, relu and tanh, also with plain numbers."
    data, kept, is_value = student.run(results, 1.25, -0.5)
    wanted = [0.75, -0.625, 3.25, 3.25, 3.75, 3.75, 1.25, 0.0, math.tanh(1.25)]
    assert_close(double(data), double(wanted))
    assert kept == [1.25, -0.5]
    assert is_value


@probe
def grads(student, formula, numbers, times=1):
    """Walk back from a formula of a list of Values: the grad of each, and that of the result."""
    vs = [student.Value(n) for n in numbers]
    for _ in range(times):
        last = eval(formula, {"v": vs})
        last.backward()
    return [float(v.grad) for v in vs], float(last.grad)


def by_torch(formula, numbers):
    vs = [torch.tensor(n, dtype=torch.float64, requires_grad=True) for n in numbers]
    eval(formula, {"v": vs}).backward()
    return [0.0 if v.grad is None else v.grad.item() for v in vs]


def compare(student, formula, numbers):
    got, _ = student.run(grads, formula, numbers)
    assert_close(double(got), double(by_torch(formula, numbers)))


@exercise("value", points=0.75)
@diagnose("the slope of a product at one factor is the other factor; of a sum it is 1")
def test_sums_and_products(student):
    "Walks back through sums and products."
    compare(student, "v[0] * v[1] + v[2]", [2.0, -3.0, 5.0])
    compare(student, "(v[0] + v[1]) * (v[1] + 2.0 * v[2]) + 3", [2.0, -3.0, 5.0])


@exercise("value", points=0.75)
@diagnose("relu: 1 where the number is positive; tanh: 1 - tanh(a)**2, of the result")
def test_bends(student):
    "Walks back through relu and tanh."
    compare(student, "v[0].tanh() * 2 + v[1].relu() * 3 + v[2].relu()", [0.7, 1.5, -1.5])
    compare(student, "v[0].relu() * 3 + v[1].relu()", [0.2, -0.2])
    compare(student, "(v[0] * v[1]).tanh().tanh()", [0.5, -1.2])


@exercise("value", points=0.25)
@diagnose("at exactly 0 the slope of relu is 0")
def test_relu_at_zero(student):
    "relu has slope 0 at 0."
    assert student.run(grads, "v[0].relu() * 2", [0.0])[0] == [0.0]


@exercise("value", points=0.5)
@diagnose("a number may stand on both sides: two paths, added with +=")
def test_same_number_on_both_sides(student):
    "a + a and a * a have two paths."
    assert student.run(grads, "v[0] + v[0]", [3.0])[0] == [2.0]
    assert student.run(grads, "v[0] * v[0]", [3.0])[0] == [6.0]


@probe
def diamond(student):
    """Formulas in which a number is used early and late: eager walks count it wrongly."""
    x = student.Value(3.0)
    u = x * 5.0
    (u + u * 2.0).backward()
    y = student.Value(0.5)
    s = y * 2.0
    t = s.tanh()
    ((s * t + t) * s).backward()
    z = student.Value(1.0)
    p = z * 2.0
    ((p * 3.0 + p) * p + p).backward()
    return [x.grad, y.grad, z.grad]


@exercise("value", points=0.5)
@diagnose("nobody hands on before all his blame has come in: order first, then walk")
def test_topological_order(student):
    "A number that is used in several places waits for all of its paths."
    y = torch.tensor(0.5, dtype=torch.float64, requires_grad=True)
    s = y * 2
    ((s * s.tanh() + s.tanh()) * s).backward()
    # p = 2z: 4 p * p + p has slope (8p + 1) * 2 = 34 at z = 1
    assert_close(double(student.run(diamond)), double([15.0, y.grad.item(), 34.0]))


@probe
def two_formulas(student):
    a, b = student.Value(2.0), student.Value(5.0)
    (a * b).backward()
    first = [a.grad, b.grad]
    last = a * 3.0 + 1.0
    last.backward()
    return first, [a.grad, b.grad], last.grad, student.Value(1.0).grad


@exercise("value", points=0.5)
@diagnose("grad is added to, never reset; the last one has grad 1")
def test_leaf_of_two_formulas(student):
    "A leaf of two formulas keeps the slopes of both; grad begins at 0, the last one has 1."
    first, both, last, fresh = student.run(two_formulas)
    assert first == [5.0, 2.0]
    assert both == [8.0, 2.0]
    assert (last, fresh) == (1.0, 0.0)


@probe
def ladder(student, rungs):
    """Double a number `rungs` times: 2**rungs paths; only each Value once is feasible."""
    x = student.Value(1.0)
    y = x
    for _ in range(rungs):
        y = y + y
    y.backward()
    return x.grad


@exercise("value", points=0.25)
@diagnose("visit each Value once, however many paths lead to it: remember whom you have seen")
def test_each_is_visited_once(student):
    "Finds 2 to the 20 paths by visiting 21 numbers."
    assert student.run(ladder, 20) == 2.0**20
