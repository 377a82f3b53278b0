"""Make the class of the demo: `examples/submitted/<student>/3-1-1-matmul/3-1-1-matmul.ipynb`.

Each student is called after what the notebook shows. All are made from the release notebook, with
answers out of the lesson's solutions, alternatives and mutants, so run this after changing any of
them: `python scripts/make_examples.py`. The same input gives the same bytes.
"""

from __future__ import annotations

import copy
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.authoring.answers import Kind, read_answers
from autograder.course import Course, load_course
from autograder.notebook import LessonNotebook

LESSON = "3-1-1-matmul"
MARKERS = re.compile(r"^ *### (BEGIN|END) SOLUTION\n?", re.MULTILINE)
Answers = Mapping[str, str]

SYNTAX_ERROR = """
def matmul_loops(a, b)
    c = torch.zeros(len(a), len(b[0]))
    return c
"""

ENDLESS = """
def matmul_loops(a, b):
    i = 0
    while i < len(a):
        j = 0  # i is never counted up
    return a
"""

CURIOUS = """
from pathlib import Path

found = []
for folder in ("/root", "/home", "autograder/hidden", "/srv", "/etc"):
    found += [str(path) for path in Path(folder).glob("**/*") if "hidden" in str(path)]
try:
    found.append(Path("/etc/shadow").read_text())
except OSError as error:
    found.append(repr(error))
try:
    Path("gradebook.db").write_text("100 points")
except OSError as error:
    found.append(repr(error))


def matmul_loops(a, b):
    return found
"""

LEAVES = """
import os

os._exit(0)
"""


def main() -> None:
    """Write all submissions anew."""
    course = load_course(Path(__file__).parent)
    folder = course.root / "examples" / "submitted"
    shutil.rmtree(folder, ignore_errors=True)
    for student, notebook in sorted(students(course).items()):
        path = folder / student / LESSON / f"{LESSON}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(nbformat.writes(notebook, indent=1) + "\n", encoding="utf-8")


def students(course: Course) -> dict[str, NotebookNode]:
    """Return a notebook for each student of the class."""
    release: NotebookNode = nbformat.read(course.release(LESSON), as_version=4)
    source = LessonNotebook.load(LESSON, course.source(LESSON))
    right = {
        cell.grade_id: MARKERS.sub("", cell.source)
        for cell in source.cells
        if cell.role == "answer"
    }

    def filled(answers: Answers) -> NotebookNode:
        notebook = copy.deepcopy(release)
        for cell in notebook.cells:
            id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
            cell.source = answers.get(id, cell.source)
        return notebook

    half = dict(list(right.items())[: len(right) // 2])
    helpers = {id: text for id, text in right.items() if id.startswith("build-")}
    loops = "matmul-loops"
    return {
        "nothing-done": filled({}),
        "right-as-in-the-lesson": filled(right),
        **{f"right-in-style-{n + 1}": filled(helpers | nth(course, source, n)) for n in range(3)},
        "half-finished": filled(half),
        **{f"typical-mistakes-{n + 1}": filled(mistakes(course, source, right, n)) for n in (0, 1)},
        "one-mistake": filled(right | mistakes(course, source, {}, 2, only=("broadcast-shape",))),
        "syntax-error": filled(right | {loops: SYNTAX_ERROR.lstrip()}),
        "loops-for-ever": filled(right | {loops: ENDLESS.lstrip()}),
        "reads-what-it-should-not": filled(right | {loops: CURIOUS.lstrip()}),
        "ends-the-process": filled(right | {loops: LEAVES.lstrip()}),
        "deleted-and-doubled-cells": changed(filled(right), shuffle_checks),
        "answers-in-cells-of-their-own": changed(filled(right), own_cells),
    }


def nth(course: Course, source: LessonNotebook, n: int) -> dict[str, str]:
    """Return the n-th alternative of every exercise."""
    return chosen(course, "alternative", source, n)


def mistakes(
    course: Course, source: LessonNotebook, right: Answers, n: int, only: tuple[str, ...] = ()
) -> dict[str, str]:
    """Return the n-th mutant of every second exercise, or of those in `only`, and `right` else."""
    wrong = chosen(course, "mutant", source, n)
    wanted = only or tuple(list(wrong)[n % 2 :: 2])
    return {**right, **{exercise: wrong[exercise] for exercise in wanted}}


def chosen(course: Course, kind: Kind, source: LessonNotebook, n: int) -> dict[str, str]:
    """Return the n-th answer of a kind for every exercise, in order of file names."""
    found: dict[str, list[str]] = {}
    for answer in read_answers(course, kind, source):
        found.setdefault(answer.exercise, []).append(answer.source.lstrip("#\n"))
    return {exercise: sources[n % len(sources)] for exercise, sources in found.items()}


def changed(notebook: NotebookNode, change: Callable[[NotebookNode], None]) -> NotebookNode:
    """Return the notebook after `change` was done to it."""
    change(notebook)
    return notebook


def shuffle_checks(notebook: NotebookNode) -> None:
    """Delete the first two grade cells and double the third, with its check emptied."""
    checks = [c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade")]
    for cell in checks[:2]:
        notebook.cells.remove(cell)
    twin = copy.deepcopy(checks[2])
    twin.id, twin.source = f"{twin.id}-copy", "pass"
    notebook.cells.insert(notebook.cells.index(checks[2]), twin)


def own_cells(notebook: NotebookNode) -> None:
    """Move each answer into a new cell behind its own, which is left empty."""
    for cell in list(notebook.cells):
        marks = cell.metadata.get("nbgrader", {})
        id = str(marks.get("grade_id", ""))
        if marks.get("solution") and cell.cell_type == "code" and "practice" not in id:
            new = nbformat.v4.new_code_cell(cell.source, id=f"{cell.id}-mine"[:64])
            notebook.cells.insert(notebook.cells.index(cell) + 1, new)
            cell.source = "# see below"


if __name__ == "__main__":
    main()
