"""Rules on how an answer is written: what it must not use, must use, and how deep it may loop.

Read from the syntax tree in the grader (`engine.reading`, `engine.loops`), so that student code
cannot talk it round. What the tree does not show, such as a name put together at run time, the
worker's record of called torch functions may.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from autograder.engine.loops import Loops
from autograder.engine.reading import MAX_CELL, Names, bindings, is_data, parse

__all__ = ["Notebook", "Rule", "RuleBroken"]


def _forms(*names: str) -> frozenset[str]:
    """Return a function's names, with those of its special methods and its in-place form."""
    special = {f"__{form}{names[0]}__" for form in ("", "r", "i")}
    return frozenset({*names, *special, *(f"{name}_" for name in names)})


FAMILIES: Final = {
    "@": _forms("matmul"),
    "*": _forms("mul", "multiply"),
    "+": _forms("add"),
    "-": _forms("sub", "subtract"),
    "/": _forms("truediv", "div", "divide", "true_divide"),
    "**": _forms("pow", "power", "float_power"),
    "numpy": frozenset({"__array__"}),
}
"""What is the same thing by another name."""


class RuleBroken(AssertionError):
    """The answer is written in a way that the exercise does not allow."""


@dataclass(frozen=True)
class Rule:
    """`forbid` and `require` hold operators, dotted names or "loops"; `max_loops` a nesting depth.

    A dotted name is matched by its last part, so `torch.matmul` also stands for `x.matmul(y)`,
    `np.matmul` and `operator.matmul`; `@` stands for all of them. "numpy" is numpy itself and
    every tensor that is turned into an array. Without `function`, all that the answer cell defines
    is looked at; expressions and asserts that stand in it alone are the student's own tests.
    """

    forbid: tuple[str, ...] = ()
    require: tuple[str, ...] = ()
    max_loops: int | None = None
    function: str | None = None

    def check(self, notebook: Notebook, answer: str) -> None:
        """Raise RuleBroken when the cell `answer` of the notebook breaks the rule."""
        if not notebook.names.readable:
            raise RuleBroken(
                f"cannot be read: keep every code cell under {MAX_CELL} characters, with few magics"
            )
        try:
            self._check(notebook, notebook.roots(answer, self.function))
        except RecursionError:
            raise RuleBroken("is nested too deeply to be read: write it flatter") from None

    def _check(self, notebook: Notebook, roots: list[ast.AST]) -> None:
        where = f" in `{self.function}`" if self.function else ""
        used, opaque = notebook.names.used(roots)
        forbidden = [name for name in self.forbid if name != "loops"]
        for name in forbidden:
            if used & spellings(name):
                raise RuleBroken(f"uses `{name}`{where}, which this exercise forbids")
        if forbidden and opaque:
            raise RuleBroken(f"uses `{min(opaque)}`{where}: write out what you call by its name")
        for name in self.require:
            if name != "loops" and not used & spellings(name):
                raise RuleBroken(f"does not use `{name}`{where}, which this exercise asks for")
        if "loops" in (*self.forbid, *self.require) or self.max_loops is not None:
            self._check_depth(max(map(notebook.loops.depth, roots), default=0), where)

    def _check_depth(self, depth: int, where: str) -> None:
        allowed = 0 if "loops" in self.forbid else self.max_loops
        if allowed is not None and depth > allowed:
            most = {0: "no loop at all is", 1: "one loop is"}.get(allowed, f"{allowed} loops are")
            raise RuleBroken(
                f"loops {depth} deep{where}; {most} allowed (comprehensions and map count)"
            )
        if "loops" in self.require and depth == 0:
            raise RuleBroken(f"does not loop{where}, which this exercise asks for")

    def check_called(self, called: Iterable[str]) -> None:
        """Raise RuleBroken when a forbidden torch function was called; `called` are its names."""
        last = {name.rpartition(".")[2] for name in called}
        for name in self.forbid:
            if name != "loops" and last & spellings(name):
                raise RuleBroken(f"calls `{name}`, which this exercise forbids")


def spellings(name: str) -> frozenset[str]:
    """Return what `name` may look like in a tree or on the record."""
    last = name.rpartition(".")[2] or name
    family = FAMILIES.get("@" if last == "matmul" else last, frozenset())
    return frozenset({name, last, *({"@"} if last == "matmul" else ()), *family})


class Notebook:
    """The cells of one submission, as rules look at them."""

    def __init__(self, sources: Iterable[str]) -> None:
        self.names = Names(sources)
        self.loops = Loops(self.names)

    def roots(self, answer: str, function: str | None) -> list[ast.AST]:
        """Return what a rule looks at: the named function, or all that the cell defines.

        What a later cell defines by the same name is what tests call, so it counts as well.
        """
        known = self.names.definitions
        if function is not None:
            return known.get(function, [])
        bound = [(name, node) for name, node, _ in bindings(parse(answer).body)]
        found = [made for name, node in bound for made in (node, *known.get(name, []))]
        return [node for node in found if not is_data(node)]
