"""Rules on how an answer is written, each spelling of each forbidden thing."""

import pytest

from autograder.rules import Notebook, Rule, RuleBroken


def broken(rule, answer, *others):
    notebook = Notebook([*others, answer])
    try:
        rule.check(notebook, answer)
    except RuleBroken:
        return True
    return False


MATMUL = Rule(forbid=("@", "torch.matmul"))


@pytest.mark.parametrize(
    "body",
    [
        "a @ b", "torch.matmul(a, b)", "a.matmul(b)", "T.matmul(a, b)", "mm(a, b)",
        "getattr(a, 'matmul')(b)", "a.__matmul__(b)", "getattr(a, '__matmul__')(b)",
        "operator.matmul(a, b)", "np.matmul(a, b)", "alias(a, b)", "helper(a, b)",
        "operator.methodcaller('matmul', b)(a)", "list(map(torch.matmul, [a], [b]))[0]",
    ],
)  # fmt: skip
def test_a_forbidden_product_is_found_however_it_is_spelled(body):
    setup = (
        "import torch\nimport torch as T\nfrom torch import matmul as mm\n"
        "alias = torch.matmul\ndef helper(x, y):\n    return inner(x, y)\n"
        "def inner(x, y):\n    return x @ y"
    )
    assert broken(MATMUL, f"def f(a, b):\n    return {body}", setup)


@pytest.mark.parametrize(
    "body",
    ["(a * b).sum(-1)", "'use @ or matmul'", "a.mul(b)", "torch.einsum('ik,kj->ij', a, b)"],
)
def test_other_ways_are_left_alone(body):
    assert not broken(MATMUL, f"def f(a, b):\n    return {body}", "import torch")


def test_a_helper_of_the_students_own_may_have_the_forbidden_name():
    own = "def matmul(a, b):\n    return (a[:, :, None] * b).sum(1)"
    assert not broken(MATMUL, f"{own}\ndef f(a, b):\n    return matmul(a, b)")


@pytest.mark.parametrize(
    ("depth", "body"),
    [
        (0, "return (a * b).sum()"),
        (1, "for i in a: pass"),
        (1, "return [i for i in a]"),
        (1, "return sum(i for i in a)"),
        (1, "return list(map(g, a))"),
        (1, "while a: a = g(a)"),
        (2, "return [[j for j in b] for i in a]"),
        (2, "return [i * j for i in a for j in b]"),
        (2, "for i, j in product(a, b): pass"),
        (2, "for i in a:\n        for j in b: pass"),
        (1, "for i in a: pass\n    for j in b: pass"),
        (2, "for i in a: loops(b)"),
        (3, "for i, j, k in product(a, repeat=3): pass"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_loops_are_counted_by_how_deep_they_nest(depth, body):
    helpers = (
        "from itertools import product\ndef loops(x):\n    for i in x: pass\ndef g(x): return x"
    )
    answer = f"def f(a, b):\n    {body}"
    assert not broken(Rule(max_loops=depth, function="f"), answer, helpers)
    if depth:
        assert broken(Rule(max_loops=depth - 1, function="f"), answer, helpers)
        assert broken(Rule(forbid=("loops",), function="f"), answer, helpers)


def test_a_function_that_calls_itself_loops():
    answer = "def f(n):\n    return n * f(n - 1) if n else 1"
    assert broken(Rule(forbid=("loops",), function="f"), answer)


def test_a_rule_for_one_function_leaves_the_others_alone():
    answer = "def f(a):\n    return a\ndef g(a):\n    return [i for i in a]"
    assert not broken(Rule(max_loops=0, function="f"), answer)
    assert broken(Rule(max_loops=0, function="g"), answer)


def test_what_is_required_must_be_there():
    rule = Rule(require=("torch.einsum",))
    assert broken(rule, "def f(a):\n    return a")
    assert not broken(rule, "def f(a):\n    return torch.einsum('ii->', a)", "import torch")


def test_called_functions_count_when_the_tree_shows_nothing():
    rule = Rule(forbid=("@",))
    with pytest.raises(RuleBroken):
        rule.check_called(["torch.Tensor.__matmul__"])
    rule.check_called(["torch.Tensor.__mul__"])


def test_a_cell_that_does_not_parse_breaks_no_rule():
    assert not broken(MATMUL, "def f(a, b) return a @ b")


def test_magics_do_not_hide_the_code_around_them():
    assert broken(MATMUL, "%matplotlib inline\ndef f(a, b):\n    return a @ b")
