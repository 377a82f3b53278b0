"""The names of a cell: what it reads at once, what its functions read later, what it binds."""

from __future__ import annotations

import pytest

from autograder.lint.names import CellNames
from autograder.lint.python import parse_cell


def names(source: str) -> CellNames:
    return CellNames.of(parse_cell(source))


@pytest.mark.parametrize(
    ("source", "needs"),
    [
        ("x = y", {"y"}),
        ("y = 1\nx = y", set()),
        ("x = x + 1", {"x"}),
        ("x += 1", {"x"}),
        ("x[0] = 1", {"x"}),
        ("x.a = 1", {"x"}),
        ("[i * k for i in xs]", {"k", "xs"}),
        ("f(lambda r: r + k)", {"f", "k"}),
        ("def f(a: T = d) -> R:\n    return a + k", {"T", "d", "R"}),
        ("@dec\ndef f():\n    return f()", {"dec"}),
        ("class A(B):\n    x = k\n    y = x", {"B", "k"}),
        ("for i in xs:\n    t = i\n    u", {"xs", "u"}),
        ("with a as b, c(b) as d:\n    d", {"a", "c"}),
        ("if (n := f()) > n:\n    n", {"f"}),
        ("try:\n    a\nexcept E as e:\n    e\nelse:\n    b\nfinally:\n    c", {"a", "E", "b", "c"}),
        ("match x:\n    case P(a=v):\n        v", {"x", "P"}),
        ("import a.b as c, d.e\nc, d", set()),
        ("f'{x:{w}}'", {"x", "w"}),
        ("%timeit f(x)", {"f", "x"}),
        ("y = %time f(x)", {"f", "x"}),
        ("%%time\ny = f(x)", {"f", "x"}),
        ("!ls {x}", {"get_ipython"}),
        ("x?", {"get_ipython"}),
    ],
)
def test_needs_are_read_before_they_are_bound(source: str, needs: set[str]) -> None:
    assert names(source).needs.keys() == needs


@pytest.mark.parametrize(
    ("source", "binds"),
    [
        ("a = b = 1", {"a", "b"}),
        ("(a, [b, *c]) = x", {"a", "b", "c"}),
        ("a: int = 1", {"a"}),
        ("import a.b, c.d as e", {"a", "e"}),
        ("for i in x:\n    j = 1", {"i", "j"}),
        ("[y := i for i in x]", {"y"}),
        ("def f(a):\n    b = 1", {"f"}),
        ("def f():\n    global g\n    g = 1", {"f", "g"}),
        ("class A:\n    b = 1", {"A"}),
        ("try:\n    a\nexcept E as e:\n    b = 1", {"e", "b"}),
        ("%time a = 1", {"a"}),
    ],
)
def test_binds_are_the_names_of_the_notebook(source: str, binds: set[str]) -> None:
    assert names(source).binds.keys() == binds


@pytest.mark.parametrize(
    ("source", "later"),
    [
        ("def f(a):\n    def g():\n        return a + k\n    return g", {"f": {"k"}}),
        ("class A:\n    def m(self):\n        return h(self)", {"A": {"h"}}),
        ("f = lambda a: a + k", {"f": {"k"}}),
        ("def f():\n    return [i + k for i in xs]", {"f": {"k", "xs"}}),
        ("class A(B):\n    def __init__(self):\n        super().__init__()", {"A": {"super"}}),
        ("def top(a):\n    return a + k", {"top": {"k"}}),
        ("class A:\n    class B:\n        def f(self):\n            return k", {"A": {"k"}}),
    ],
)
def test_later_is_what_bodies_read(source: str, later: dict[str, set[str]]) -> None:
    assert {name: set(reads) for name, reads in names(source).later.items()} == later


@pytest.mark.parametrize(
    ("source", "changes"),
    [
        ("x[0] = 1", {"x"}),
        ("x.y[0].z = 1", {"x"}),
        ("x.zero_()", {"x"}),
        ("init.normal_(w)", {"init", "w"}),
        ("random.shuffle(xs)", {"random", "xs"}),
        ("xs.append(1)", {"xs"}),
        ("x.sum()", set()),
        ("x.__matmul__(y)", set()),
    ],
)
def test_changes_are_objects_changed_in_place(source: str, changes: set[str]) -> None:
    assert names(source).changes == changes


def test_lines_are_those_of_the_cell() -> None:
    assert names("\n\n%matplotlib inline\nx = (1 +\n     y)").needs["y"] == 5
    assert names("%%time\n\nx = y").needs["y"] == 3
