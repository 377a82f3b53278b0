"""Markers paired, marks of nbgrader as they should be, ids unique and never renamed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from autograder.lint.notebook import BEGIN, END, LintCell, LintNotebook
from autograder.lint.rules.base import Problem, Rule, at
from autograder.notebook import CHECK_SUFFIX

UNGRADED = ("practice-", "build-")
FORBIDDEN = re.compile(r"(BEGIN|END) (HIDDEN TESTS|MARK SCHEME)|AUTOTEST")
REGION = "### BEGIN SOLUTION … ### END SOLUTION"


def check(notebook: LintNotebook) -> Iterator[Problem]:
    """Find what would break the release, or would lose points that students have."""
    for cell in notebook.cells:
        yield from _markers(cell)
        if cell.marks:
            yield from _marks(cell)
    yield from _pairs(notebook)
    yield from _doubled(notebook)
    yield from _renamed(notebook)


def _markers(cell: LintCell) -> Iterator[Problem]:
    begun = 0
    for number, line in enumerate(cell.lines, 1):
        if FORBIDDEN.search(line):
            mend = "move it to autograder/hidden/: students can read what a notebook holds"
            yield at(cell, number, f"nbgrader's marker {line.strip()!r}", mend)
        if BEGIN.match(line):
            if begun:
                yield at(cell, number, "a solution region begins inside another", "end that first")
            begun = number
        elif END.match(line):
            if not begun:
                mend = "write ### BEGIN SOLUTION above it"
                yield at(cell, number, "a solution region ends that never began", mend)
            begun = 0
    if begun:
        mend = "write ### END SOLUTION below the solution"
        yield at(cell, begun, "a solution region begins and never ends", mend)
    if cell.has_region and not cell.is_answer:
        mend = "make it an answer cell (nbgrader: solution), or take the markers out"
        yield Problem(cell.id, "a solution region in a cell that is no answer cell", mend)


def _marks(cell: LintCell) -> Iterator[Problem]:
    marks = cell.marks
    if marks.get("schema_version") != 3:
        yield Problem(cell.id, "nbgrader's schema_version is not 3", "run `nbgrader update` on it")
    if not marks.get("grade_id"):
        yield Problem(cell.id, "nbgrader's grade_id is missing", "set it to the cell's id")
    elif marks["grade_id"] != cell.id:
        found = f"the cell id and nbgrader's grade_id {marks['grade_id']!r} differ"
        yield Problem(cell.id, found, "make the cell id equal to the grade_id")
    if marks.get("task") is True:
        mend = "make it a written answer: a markdown cell that is answer and grade cell in one"
        yield Problem(cell.id, "a task cell", mend)
    if cell.is_answer:
        yield from _answer(cell)
    elif cell.is_check:
        yield from _grade(cell)


def _answer(cell: LintCell) -> Iterator[Problem]:
    written = cell.is_check and cell.is_prose  # a person grades it
    if written:
        yield from _points(cell, "give it what the answer is worth")
    elif cell.is_check:
        mend = (
            "split it: an answer cell, and a grade cell called <exercise>-check. Only a written "
            "answer, which is a markdown cell, is graded by hand and needs no hidden test"
        )
        yield Problem(cell.id, "one cell is both answer and grade cell", mend)
    if cell.locked:
        mend = "set locked to false"
        yield Problem(cell.id, "an answer cell that students cannot write in", mend)
    if not written and not any(BEGIN.match(line) or END.match(line) for line in cell.lines):
        mend = f"put the solution between {REGION}: without them the whole cell is wiped"
        yield Problem(cell.id, "an answer cell without a solution region", mend)


def _grade(cell: LintCell) -> Iterator[Problem]:
    yield from _points(cell, "give it the sum of its hidden tests' points")
    if not cell.locked:
        yield Problem(cell.id, "a grade cell that is not locked", "set locked to true")
    if not cell.is_code:
        yield Problem(cell.id, "a grade cell that is no code", "make it a code cell with asserts")


def _points(cell: LintCell, mend: str) -> Iterator[Problem]:
    points = cell.marks.get("points")
    if isinstance(points, bool) or not isinstance(points, int | float) or points <= 0:
        yield Problem(cell.id, f"a grade cell with {points!r} points", mend)


def _pairs(notebook: LintNotebook) -> Iterator[Problem]:
    answers = {cell.known.grade_id: cell for cell in notebook.cells if cell.is_answer}
    checks = {
        cell.known.grade_id: cell for cell in notebook.cells if cell.is_check and not cell.is_answer
    }
    for name, cell in checks.items():
        exercise = name.removesuffix(CHECK_SUFFIX)
        answer = answers.get(exercise)
        if exercise == name or answer is None:
            mend = f"call the answer cell <exercise> and its grade cell <exercise>{CHECK_SUFFIX}"
            yield Problem(cell.id, f"the grade cell {name!r} has no answer cell", mend)
        elif answer.position > cell.position:
            yield Problem(cell.id, "the grade cell stands above its answer cell", "move it below")
        elif exercise.startswith(UNGRADED):
            mend = "set grade to false, or give the exercise a name of its own"
            yield Problem(cell.id, f"{exercise!r} is ungraded by its name, and has points", mend)
    for name, cell in answers.items():
        graded = name + CHECK_SUFFIX in checks
        if name and not graded and not name.startswith(UNGRADED) and not cell.is_check:
            mend = (
                f"add the grade cell {name + CHECK_SUFFIX!r}, or call the cell practice-… "
                "(a problem) or build-… (a class to write)"
            )
            yield Problem(cell.id, f"the exercise {name!r} has no grade cell", mend)


def _doubled(notebook: LintNotebook) -> Iterator[Problem]:
    counts = Counter(cell.known.grade_id for cell in notebook.cells if cell.known.grade_id)
    for name, count in counts.items():
        if count > 1:
            yield Problem(name, f"{count} cells have the grade_id {name!r}", "rename the copies")


def _renamed(notebook: LintNotebook) -> Iterator[Problem]:
    here = {cell.known.grade_id for cell in notebook.cells if cell.is_answer}
    if notebook.released:
        for cell in notebook.released.cells:
            name = cell.known.grade_id
            graded = cell.is_answer and not name.startswith(UNGRADED)
            if graded and name not in here:
                mend = (
                    f"name it {name!r} again: grades are kept under it. Only if no student holds "
                    f"this release, delete {notebook.released.path.name} there and build"
                )
                yield Problem(name, f"the exercise {name!r} of the release is gone", mend)
    for name, path in (notebook.kept_ids or {}).items():
        if name not in here:
            mend = f"name the exercise {name!r} again, or move {path.name} to its new name"
            yield Problem(name, f"{path.name} belongs to no exercise of the notebook", mend)


RULE = Rule(10, "marks", check)
