"""Practice: `test_` names in a solution region, then asserts; these names appear nowhere else."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from autograder.lint.notebook import END, LintCell, LintNotebook
from autograder.lint.rules.base import Problem, Rule, at

PREFIX = "test_"


@dataclass
class Group:
    """A practice problem: the cell that a student fills in, and the cells that check it."""

    problem: LintCell
    checks: list[LintCell] = field(default_factory=list[LintCell])

    @property
    def cells(self) -> list[LintCell]:
        """All cells of the problem."""
        return [self.problem, *self.checks]


def check(notebook: LintNotebook) -> Iterator[Problem]:
    """Find practice problems that do not ask, do not check, or leak their names."""
    groups, strays = _groups(notebook)
    for cell in strays:
        mend = "let a cell with a solution region come first, or drop the tag `practice`"
        yield Problem(cell.id, "a practice cell without a problem to solve", mend)
    for group in groups:
        yield from _own_names(group)
        if not any(_asserts(cell) for cell in group.cells):
            mend = "check the student's values behind the region: assert …, 'what to look at'"
            yield Problem(group.problem.id, "no assert follows the solution region", mend)
    members = {cell.position for group in groups for cell in group.cells}
    for cell in notebook.code:
        if cell.position not in members and not cell.tagged("practice"):
            yield from _leaks(cell)


def _groups(notebook: LintNotebook) -> tuple[list[Group], list[LintCell]]:
    groups: list[Group] = []
    strays: list[LintCell] = []
    current: Group | None = None
    for cell in notebook.code:
        practice = cell.tagged("practice") or str(cell.marks.get("grade_id")).startswith(
            "practice-"
        )
        if practice and (cell.is_answer or cell.has_region):
            current = Group(cell)
            groups.append(current)
        elif current and (practice or (cell.tagged("check") and not cell.is_check)):
            current.checks.append(cell)
        elif practice:
            strays.append(cell)
        else:
            current = None
    return groups, strays


def _own_names(group: Group) -> Iterator[Problem]:
    bound: set[str] = set()
    for cell in group.cells:
        for name, line in cell.names.binds.items():
            if not name.startswith(PREFIX):
                mend = f"call it {PREFIX}{name}: practice may not change what the lesson uses"
                yield at(cell, line, f"practice assigns {name!r}", mend)
        bound |= cell.names.binds.keys()
        for name, line in cell.names.reads.items():
            if name.startswith(PREFIX) and name not in bound:
                found = f"{name!r} belongs to another practice problem"
                mend = "ask for it again here: a student may have left the other one blank"
                yield at(cell, line, found, mend)


def _asserts(cell: LintCell) -> bool:
    ends = [number for number, line in enumerate(cell.lines, 1) if END.match(line)]
    behind = ends[-1] if ends else 0
    return any(
        isinstance(node, ast.Assert) and node.lineno > behind for node in ast.walk(cell.tree)
    )


def _leaks(cell: LintCell) -> Iterator[Problem]:
    seen: set[str] = set()
    for node in ast.walk(cell.tree):
        name = _name(node)
        if name.startswith(PREFIX) and name not in seen:
            seen.add(name)
            mend = f"`{PREFIX}` names belong to practice problems alone: choose another name"
            yield at(cell, node, f"{name!r} is used outside practice", mend)


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return node.name
    return node.arg if isinstance(node, ast.arg) else ""


RULE = Rule(8, "practice", check)
