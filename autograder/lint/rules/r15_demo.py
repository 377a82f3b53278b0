"""Cells that only show something are locked and tagged `demo`; nothing graded leans on them.

Grading skips `demo` cells. So each name that another cell reads must come from a cell that is none,
and the last cell above that sets it must be none either, or graded and shown values would differ.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from autograder.lint.dataflow import Dataflow, Need
from autograder.lint.notebook import LintCell, LintNotebook, default_exp
from autograder.lint.python import top_level
from autograder.lint.rules.base import Problem, Rule, at


def check(notebook: LintNotebook) -> Iterator[Problem]:
    """Find demonstrations without the tag, wrong tags, and names that would be missing."""
    flow = Dataflow(notebook.code)
    roots = [cell for cell in notebook.code if _runs_for_points(cell)]
    needed = flow.reaching([cell for cell in roots if not cell.known.demo])
    for cell in roots:
        if cell.known.demo:
            mend = "remove the tag: grading skips `demo` cells"
            yield Problem(cell.id, "a cell that counts is tagged `demo`", mend)
    for cell in notebook.code:
        if cell.known.demo and not cell.is_answer and not cell.locked:
            mend = "lock it (nbgrader: read-only), so that grading knows it"
            yield Problem(cell.id, "a `demo` cell that is not locked", mend)
    for place, cell in enumerate(notebook.code):
        if cell.known.demo:
            continue
        if cell.position not in needed and _shows(cell):
            mend = "lock it and tag it `demo`, so that grading skips it"
            yield Problem(cell.id, "only shows something: no answer or check needs it", mend)
        else:
            yield from _missing(flow, place)


def _runs_for_points(cell: LintCell) -> bool:
    return (
        cell.is_answer
        or cell.is_check
        or cell.exported
        or cell.tagged("imports", "practice", "check")
        or bool(default_exp(cell))
    )


def _shows(cell: LintCell) -> bool:
    """Tell whether the cell evaluates something for its value or effect, or asserts it.

    Cells that only define names are let pass: they may be meant for the student's answer.
    """
    return any(
        isinstance(node, ast.Assert)
        or (isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant))
        for node in top_level(cell.tree)
    )


def _missing(flow: Dataflow, place: int) -> Iterator[Problem]:
    """Find names that the cell reads, and that are missing or different without demo cells."""
    cell = flow.cells[place]
    for need in flow.needs(place):
        giver = flow.binder(need.name, place)
        if giver is None or not giver.known.demo or _same_import(flow, need.name, place):
            continue
        if not need.through or not _only_demos(flow, need.name):
            yield _problem(cell, need, giver)
    for name, line in cell.names.all_later().items():
        if _only_demos(flow, name) and name not in cell.names.needs:
            giver = flow.cells[flow.binders[name][-1]]
            yield _problem(cell, Need(name, line), giver)


def _problem(cell: LintCell, need: Need, giver: LintCell) -> Problem:
    through = f", through {need.through!r}," if need.through else ""
    found = f"reads {need.name!r}{through} from the demo cell {giver.id!r}, which grading skips"
    mend = f"define {need.name!r} in a cell of its own that is no demo, or tag this cell `demo` too"
    return at(cell, need.line, found, mend)


def _only_demos(flow: Dataflow, name: str) -> bool:
    places = flow.binders.get(name, ())
    return bool(places) and all(flow.cells[place].known.demo for place in places)


def _same_import(flow: Dataflow, name: str, place: int) -> bool:
    """Tell whether every cell above that binds the name imports it, one of them for points."""
    givers = [flow.cells[other] for other in flow.binders[name] if other < place]
    imports = all(name in giver.names.imports for giver in givers)
    return imports and not all(giver.known.demo for giver in givers)


RULE = Rule(15, "demo", check)
