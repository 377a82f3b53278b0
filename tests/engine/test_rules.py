"""Rules on how an answer is written, each spelling of each forbidden thing."""

import time

import pytest

from autograder.engine.rules import Notebook, Rule, RuleBroken


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


HIDDEN_WAYS = {
    "a tuple": "mm, n = torch.matmul, 1\ndef f(a, b):\n    return mm(a, b)",
    "a nested tuple": "(n, (mm,)) = 1, (torch.matmul,)\ndef f(a, b):\n    return mm(a, b)",
    "a dict": "ways = {'m': torch.matmul}\ndef f(a, b):\n    return ways['m'](a, b)",
    "a dict filled later": "d = {}\nd['m'] = torch.matmul\ndef f(a, b): return d['m'](a, b)",
    "a list filled later": "d = []\nd.append(torch.matmul)\ndef f(a, b): return d[0](a, b)",
    "a default": "def f(a, b, mm=torch.matmul):\n    return mm(a, b)",
    "a named default": "mm = torch.matmul\ndef f(a, b, *, mm=mm):\n    return mm(a, b)",
    "a class attribute": "class K:\n    mm = torch.matmul\ndef f(a, b):\n    return K.mm(a, b)",
    "a helper method": (
        "class K:\n    def go(self, a, b):\n        return self.on(a, b)\n"
        "    def on(self, a, b):\n        return a @ b\n"
        "def f(a, b):\n    return K().go(a, b)"
    ),
    "an own operator": (
        "class K:\n    def __init__(self, a): self.a = a\n"
        "    def __mul__(self, b): return self.a @ b\ndef f(a, b):\n    return K(a) * b"
    ),
    "a lambda": "f = lambda a, b: a @ b",
    "a lambda in a list": "f = [lambda a, b: a @ b][0]",
    "a lambda in a condition": "if True:\n    f = lambda a, b: a @ b",
    "a walrus": "(f := lambda a, b: a @ b)",
    "partial": "from functools import partial\nf = partial(torch.matmul)",
    "reduce": "from functools import reduce\ndef f(a, b):\n    return reduce(torch.matmul, [a, b])",
    "a star import": "from torch import *\ndef f(a, b):\n    return matmul(a, b)",
    "an import inside": "def f(a, b):\n    from torch import matmul as t\n    return t(a, b)",
    "the method of the class": "def f(a, b):\n    return torch.Tensor.matmul(a, b)",
    "the special method": "def f(a, b):\n    return torch.Tensor.__matmul__(a, b)",
    "operator": "import operator as o\ndef f(a, b):\n    return o.matmul(a, b)",
    "in place": "def f(a, b):\n    a @= b\n    return a",
    "an import at run time": "def f(a, b):\n    return __import__('torch').matmul(a, b)",
    "a table of names": "def f(a, b):\n    return vars(torch)['matmul'](a, b)",
    "another table": "def f(a, b):\n    return torch.__dict__['matmul'](a, b)",
    "globals": "def f(a, b):\n    return globals()['torch'].mul(a, b)",
    "exec": "def f(a, b):\n    exec('c = a' + chr(64) + 'b')\n    return c",
    "eval": "def f(a, b):\n    return eval('a' + chr(64) + 'b')",
    "a built name": "def f(a, b):\n    return getattr(torch, 'mat' + 'mul')(a, b)",
    "a formatted name": "def f(a, b):\n    return getattr(a, f'{\"mat\"}mul')(b)",
    "a reversed name": "def f(a, b):\n    return getattr(a, 'lumtam'[::-1])(b)",
    "a name from a variable": "n = input()\ndef f(a, b):\n    return getattr(torch, n)(a, b)",
    "a patched tensor": "torch.Tensor.go = torch.matmul\ndef f(a, b):\n    return a.go(b)",
    "setattr": "setattr(torch.Tensor, 'go', torch.matmul)\ndef f(a, b):\n    return a.go(b)",
    "a decorator": (
        "def times(g):\n    def h(a, b): return a @ b\n    return h\n"
        "@times\ndef f(a, b):\n    return a"
    ),
    "recursion": "def f(a, b, n=1):\n    return f(a, b, 0) if n else a @ b",
    "a closure": "def make():\n    def h(a, b): return a @ b\n    return h\nf = make()",
    "an inner name that hides nothing": (
        "mm = torch.matmul\ndef f(a, b):\n    def g():\n        mm = 1\n    return mm(a, b)"
    ),
    "another interpreter": (
        "def f(a, b):\n    source = 'def g(a, b): return a ' + chr(64) + ' b'\n"
        "    return torch.jit.CompilationUnit(source).g(a, b)"
    ),
    "a function put together": (
        "from types import FunctionType\n"
        "def f(a, b):\n    return FunctionType(code, {})(a, b)"
    ),
    "a list of members": (
        "import inspect\ndef f(a, b):\n"
        "    return dict(inspect.getmembers(torch))['mat' + 'mul'](a, b)"
    ),
    "the shell": "def f(a, b):\n    get_ipython().run_cell('c = a' + chr(64) + 'b')\n    return c",
    "a magic of the shell": (
        "def f(a, b):\n    get_ipython().run_line_magic('time', 'c = a' + chr(64) + 'b')"
    ),
    "a subclass that catches": (
        "class T(torch.Tensor):\n    @classmethod\n    def __torch_function__(cls, *a): pass\n"
        "def f(a, b):\n    return T(a) * b"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HIDDEN_WAYS, ids=lambda name: name.replace(" ", "-"))
@pytest.mark.parametrize("function", [None, "f"])
def test_a_forbidden_product_is_found_behind(name, function):
    rule = Rule(forbid=("@", "torch.matmul"), function=function)
    assert broken(rule, HIDDEN_WAYS[name], "import torch")


@pytest.mark.parametrize(
    "body",
    [
        "(a * b).sum(-1)", "'use @ or matmul'", "a.mul(b)", "torch.einsum('ik,kj->ij', a, b)",
        "getattr(a, 'mul')(b)", "getattr(a, n)(b)", "re.compile('x')", "model.eval()",
        "{'matmul': a}['matmul']", "mm * b", "bills * b", "self.dot(a)",
    ],
)  # fmt: skip
def test_other_ways_are_left_alone(body):
    # names that the answer shadows, and a lesson's own data and tests, are no products of its own
    lesson = (
        "import torch, re\nmm = torch.matmul\nbills = a @ b\n"
        "class K:\n    def dot(self, a): return a"
    )
    answer = f"def f(a, b, mm=1):\n    for n in 'xy':\n        self = b\n    return {body}"
    rule = Rule(forbid=("@", "torch.matmul", "torch.dot"))
    assert not broken(rule, answer, lesson)


def test_a_students_own_test_beside_the_answer_may_use_what_is_forbidden():
    answer = (
        "def f(a, b):\n    return (a[:, :, None] * b).sum(1)\n"
        "a, b = torch.rand(2, 3), torch.rand(3, 2)\nwanted = a @ b\n"
        "for n in range(3):\n    assert torch.allclose(f(a, b), a @ b)"
    )
    assert not broken(MATMUL, answer, "import torch")
    assert not broken(Rule(forbid=("loops",)), answer, "import torch")


def test_an_earlier_attempt_does_not_count():
    early, late = "def f(a, b):\n    return a @ b", "def f(a, b):\n    return a * b"
    assert not broken(Rule(forbid=("@",), function="f"), late, early)
    assert broken(Rule(forbid=("@",), function="f"), f"if 0:\n    f = 1\n{early}", late)


@pytest.mark.parametrize(
    "later", ["def f(a, b):\n    return a @ b", "def g(a, b):\n    return a @ b\nf = g"]
)
@pytest.mark.parametrize("function", [None, "f"])
def test_what_a_later_cell_puts_in_the_answers_place_counts(later, function):
    answer = "def f(a, b):\n    return a * b"
    with pytest.raises(RuleBroken):
        Rule(forbid=("@",), function=function).check(Notebook([answer, later]), answer)


@pytest.mark.parametrize("spelled", ["a.numpy()", "np.dot(a, b)", "numpy.asarray(a)", "dot(a, b)"])
def test_numpy_can_be_forbidden_as_a_whole(spelled):
    rule, imports = (
        Rule(forbid=("numpy", "np.dot")),
        "import numpy, numpy as np\nfrom numpy import dot",
    )
    assert broken(rule, f"def f(a, b):\n    return {spelled}", imports)
    with pytest.raises(RuleBroken):
        rule.check_called(["torch.Tensor.__array__"])


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
        (0, "a = a.reshape(2)\n    b = a + b\n    return a"),
        (0, "return Held(a).sum()"),
        (1, "return g([i for i in a])"),
        (1, "return loops([i for i in a])"),
        (1, "m = map\n    return m(g, a)"),
        (1, "return reduce(g, a)"),
        (1, "return torch.vmap(g)(a)"),
        (1, "return Walker(a).step()"),
        (1, "step = lambda: [i for i in a]\n    return step()"),
        (1, "def walk():\n        for i in a: pass\n    walk()"),
        (1, "for i in [loops(a)]: pass"),
        (2, "for i in a:\n        walker.step()"),
        (2, "w = Walker(a)\n    for i in a: w.step()"),
        (2, "return [loops(i) for i in a]"),
        (2, "return list(map(loops, a))"),
        (2, "go = partial(loops)\n    while a: go(b)"),
        (2, "def walk():\n        for i in a: pass\n    for i in b: walk()"),
        (2, "for i, j in pairs(a): pass"),
        (2, "for n, (i, j) in enumerate(product(a, b)): pass"),
        (2, "for i, j in ((i, j) for i in a for j in b): pass"),
        (2, "ij = [(i, j) for i in a for j in b]\n    for i, j in ij: pass"),
        (2, "for i, j in np.ndindex(*a.shape): pass"),
        (3, "for i, j, k in np.ndindex(*a.shape): pass"),
        (3, "for i, j in pairs(a):\n        loops(b)"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_loops_are_counted_by_how_deep_they_nest(depth, body):
    helpers = """
import numpy as np
from functools import partial, reduce
from itertools import product
def loops(x):
    for i in x: pass
def g(x): return x
def pairs(x):
    for i in x:
        for j in x: yield i, j
class Walker:
    def __init__(self, x): self.x = x
    def step(self):
        for i in self.x: pass
class Held:
    def __init__(self, x): self.x = x
    def sum(self): return self.x.sum()
    def slow(self): return [i for i in self.x]
walker = Walker(1)
"""
    answer = f"def f(a, b):\n    {body}"
    assert not broken(Rule(max_loops=depth, function="f"), answer, helpers)
    if depth:
        assert broken(Rule(max_loops=depth - 1, function="f"), answer, helpers)
        assert broken(Rule(forbid=("loops",), function="f"), answer, helpers)


@pytest.mark.parametrize(
    "answer",
    [
        "def f(n):\n    return n * f(n - 1) if n else 1",
        "def f(n):\n    return g(n)\ndef g(n):\n    return n and f(n - 1)",
        "class K:\n    def go(self, n): return n and self.go(n - 1)\ndef f(n): return K().go(n)",
        "f = lambda n: n and f(n - 1)",
    ],
    ids=["itself", "each other", "a method", "a lambda"],
)
def test_what_calls_itself_loops(answer):
    assert broken(Rule(forbid=("loops",), function="f"), answer)


def test_what_only_has_the_name_of_a_method_does_not_call_itself():
    answer = "class K:\n    def sum(self, x):\n        return x.sum() + super().sum()"
    assert not broken(Rule(forbid=("loops",)), answer)


@pytest.mark.parametrize(
    "answer",
    [
        "\n".join(f"def f{n}(x): return f{n + 1}(x) + f{n + 1}(x)" for n in range(60)),
        "x = lambda: " + "[i for i in " * 60 + "a" + "]" * 60,
        "def f(x): return " + " + ".join(["x"] * 4_000),
        "def f(x): return " + "-" * 1_000 + "x",
        "a = b\nb = a\ndef f(): return a",
        "f = f",
    ],
    ids=["doubling calls", "nested lists", "a long sum", "many signs", "a circle", "itself"],
)
def test_odd_code_is_judged_quickly(answer):
    start = time.process_time()
    broken(Rule(forbid=("@",), max_loops=0), answer)
    broken(Rule(forbid=("@",), max_loops=0, function="f"), answer)
    assert time.process_time() - start < 5


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


@pytest.mark.parametrize("magic", ["%%time", "%%capture kept", " \n%%timeit -n 1 -r 1"])
def test_a_program_below_a_cell_magic_is_read(magic):
    assert broken(MATMUL, f"{magic}\ndef f(a, b):\n    return a @ b")
    assert not broken(MATMUL, f"{magic}\ndef f(a, b):\n    return a * b")


@pytest.mark.parametrize("line", ["a = %x", "a = !x", "a?", "%x", "/f a", "  ,f a"])
def test_a_cell_of_very_many_magics_is_judged_at_once_and_hides_nothing(line):
    """IPython reads the whole cell again for each: 3000 of them took a minute."""
    answer = f"{line}\n" * 3_000 + "def f(a, b):\n    return a @ b"
    start = time.process_time()
    assert broken(MATMUL, answer)
    assert time.process_time() - start < 2


def test_what_only_looks_like_many_magics_is_read():
    lesson = 'print("what? 50 %!")\nn = n % 2\n' * 200
    assert not broken(MATMUL, "def f(a, b):\n    return a * b", lesson)


def test_a_cell_that_is_too_long_to_be_read_hides_nothing():
    answer = "def f(a, b):\n    return g(a, b)"
    helper = "def g(a, b): return a * b\n"
    assert not broken(MATMUL, answer, helper)
    assert broken(MATMUL, answer, helper + "#" * 30_000)
    assert broken(MATMUL, answer, *[helper + "#" * 9_000] * 50)
