"""Exported cells make a module that imports; only prerequisites' modules; every name defined."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator, Sequence

from autograder.lint.dataflow import Dataflow
from autograder.lint.drawing import draws
from autograder.lint.notebook import ANY_EXPORT, EXPORT, LintCell, LintNotebook, default_exp
from autograder.lint.python import dotted, top_level
from autograder.lint.rules.base import Problem, Rule, at
from autograder.lint.trial import Trial

HELPERS = frozenset({"utils", "data"})
NOT_FOR_STUDENTS = frozenset({"autograder", "nbgrader"})
PYTHON = frozenset(dir(builtins)) | {"__name__", "__doc__", "__builtins__"}
IPYTHON = frozenset(
    [
        "get_ipython",
        "display",
        "In",
        "Out",
        "_",
        "__",
        "___",
        "_i",
        "_ih",
        "_oh",
        "_dh",
        "exit",
        "quit",
        "open",
    ]
)
MODULE = frozenset({"__file__", "__all__", "__spec__", "__package__"})


def check(notebook: LintNotebook) -> Iterator[Problem]:
    """Find what keeps the lesson's module, or the notebook, from running."""
    exports = [cell for cell in notebook.code if cell.exported]
    yield from _module_name(notebook, exports)
    for cell in exports:
        yield from _first_line(cell)
        yield from _noise(cell)
    for cell in notebook.code:
        yield from _imports(notebook, cell)
    reported: set[int] = set()
    for cell, problem in _undefined(exports, PYTHON | MODULE, "the exported cells"):
        reported.add(cell.position)
        yield problem
    for cell, problem in _undefined(notebook.code, PYTHON | IPYTHON, "the notebook"):
        if cell.position not in reported:
            yield problem


def _module_name(notebook: LintNotebook, exports: Sequence[LintCell]) -> Iterator[Problem]:
    named = [cell for cell in notebook.code if default_exp(cell)]
    mend = "write `# | default_exp <module>` alone in a code cell near the top"
    if exports and not named:
        yield Problem("", "cells are exported, and no module is named", mend)
    for cell in named[1:]:
        yield Problem(cell.id, "a second `# | default_exp`", "a lesson has one module: remove it")
    for cell in named[:1]:
        if cell.shown_lines or len([line for line in cell.lines if line.strip()]) > 1:
            yield Problem(cell.id, "`# | default_exp` does not stand alone in its cell", mend)


def _first_line(cell: LintCell) -> Iterator[Problem]:
    if not cell.lines or cell.lines[0].rstrip() != EXPORT:
        line = next(number for number, text in enumerate(cell.lines, 1) if ANY_EXPORT.match(text))
        found = f"{cell.lines[line - 1].strip()!r} in line {line}"
        yield at(cell, line, found, f"write {EXPORT!r} as the very first line of the cell")


def _noise(cell: LintCell) -> Iterator[Problem]:
    """Find plots, prints and magics that an import of the module would run."""
    mend = "move it to a cell that is not exported: importing a module only defines things"
    if draws(cell.tree):
        yield Problem(cell.id, "an exported cell that draws", mend)
    for node in top_level(cell.tree):
        if isinstance(node, ast.Call) and dotted(node.func) in ("print", "display"):
            yield at(cell, node, "an exported cell that prints", mend)
    for node in ast.walk(cell.tree):
        if isinstance(node, ast.Name) and node.id == "get_ipython":
            yield at(cell, node, "an exported cell with a magic or a shell command", mend)


def _imports(notebook: LintNotebook, cell: LintCell) -> Iterator[Problem]:
    for node in ast.walk(cell.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield from _whole_module(cell, node, alias.name)
        elif isinstance(node, ast.ImportFrom):
            yield from _names_of_module(notebook, cell, node)


def _whole_module(cell: LintCell, node: ast.Import, name: str) -> Iterator[Problem]:
    top = name.partition(".")[0]
    if top == "student_lib":
        mend = "write `from student_lib import utils` or `from student_lib.<module> import …`"
        yield at(cell, node, f"`{ast.unparse(node)}`", mend)
    elif top in NOT_FOR_STUDENTS:
        yield at(cell, node, f"`{ast.unparse(node)}`", f"students have no {top}: do without it")


def _names_of_module(
    notebook: LintNotebook, cell: LintCell, node: ast.ImportFrom
) -> Iterator[Problem]:
    top, _, module = (node.module or "").partition(".")
    found = f"`{ast.unparse(node)}`"
    names = {alias.name for alias in node.names}
    if "*" in names:
        yield at(cell, node, found, "import names one by one, so that each can be looked up")
    elif node.level:
        yield at(cell, node, found, "write `from student_lib.<module> import …`")
    elif top in NOT_FOR_STUDENTS:
        yield at(cell, node, found, f"students have no {top}: do without it")
    elif top == "student_lib":
        wanted = {module} if module else names
        allowed = notebook.modules | (frozenset[str]() if module else HELPERS)
        if module in HELPERS:
            yield at(cell, node, found, f"write `from student_lib import {module}`")
        elif not wanted <= allowed:
            known = ", ".join(sorted(notebook.modules)) or "none"
            mend = (
                f"import from modules of prerequisites only ({known}), or add the lesson that "
                "exports it to `requires` in course_config.py"
            )
            yield at(cell, node, found, mend)


def _undefined(
    cells: Sequence[LintCell], known: frozenset[str], where: str
) -> Iterator[tuple[LintCell, Problem]]:
    flow = Dataflow(cells)
    for place, cell in enumerate(cells):
        mend = f"define or import it in {where}, above this cell"
        for name, line in cell.names.needs.items():
            if name not in known and not flow.binder(name, place):
                found = f"{name!r} is not defined in {where} when the cell runs"
                yield cell, at(cell, line, found, mend)
        for name, line in cell.names.all_later().items():
            if name not in known and name not in flow.binders:
                yield cell, at(cell, line, f"{name!r} is defined nowhere in {where}", mend)


def run(trial: Trial) -> Iterator[Problem]:
    """Import the module in a fresh process; BuildError says which cell does not let it."""
    from autograder.authoring.build import try_exports
    from autograder.authoring.exports import export_text

    made = export_text(trial.course, trial.lesson)
    if made:
        try_exports(trial.course, trial.lesson, *made)
    return iter(())


RULE = Rule(12, "exports", check, run)
