"""Enough to look at, to move, to read and to try."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from autograder.lint.drawing import draws
from autograder.lint.notebook import LintNotebook
from autograder.lint.python import dotted
from autograder.lint.rules.base import Problem, Rule

PLOTS = 3
PROBLEMS = 3


def check(notebook: LintNotebook) -> Iterator[Problem]:
    """Count plots, sliders, formulas and practice problems."""
    plots = sum(cell.tagged("plot") or draws(cell.tree) for cell in notebook.code)
    if plots < PLOTS:
        yield Problem(
            "",
            f"{plots} plots; at least {PLOTS}",
            "draw what the lesson talks about, failures too, and tag the cells `plot`",
        )
    if not any(_slides(node) for cell in notebook.code for node in ast.walk(cell.tree)):
        mend = "answer a question by `utils.sliders(f, name=(lo, hi))`"
        yield Problem("", "no call of utils.sliders", mend)
    if not any(cell.prose.shows_formula for cell in notebook.prose):
        mend = "derive something, one rule a line, between `$$` and `$$`"
        yield Problem("", "no display formula", mend)
    problems = sum(
        cell.tagged("practice") and (cell.is_answer or cell.has_region) for cell in notebook.code
    )
    if problems < PROBLEMS:
        yield Problem(
            "",
            f"{problems} practice problems; at least {PROBLEMS}",
            "ask for a `test_` value inside the explanation, and tag the cell `practice`",
        )


def _slides(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and dotted(node.func) == "utils.sliders"


RULE = Rule(6, "visuals", check)
