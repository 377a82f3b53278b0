"""Refuse a source that no command can work with: every command calls this first.

It is no notebook, a cell does not parse, or nbgrader would spoil it. `workbook lint` lists all
that is wrong; here the first thing is an error.
"""

from __future__ import annotations

from collections import Counter
from typing import cast

import nbformat

from autograder.course import Course
from autograder.errors import LessonError
from autograder.lint.notebook import LintNotebook, Unreadable
from autograder.lint.rules import READABLE, r10_marks

__all__ = ["refuse_broken"]


def refuse_broken(course: Course, lesson: str) -> None:
    """Raise LessonError, with the cell and line, when the source cannot serve as a lesson."""
    try:
        notebook = LintNotebook.read(lesson, course.source(course.lesson(lesson).name))
    except Unreadable as error:
        where = f", line {error.line} of the file" if error.line else ""
        raise LessonError(f"lesson {lesson}{where}: {error.reason}") from None
    problems = [p for rule in (READABLE, r10_marks.RULE) for p in rule.check(notebook)]
    if problems:
        first = problems[0]
        cell = f", cell {first.cell!r}" if first.cell else ""
        line = f", line {first.line}" if first.line else ""
        more = f" ({len(problems) - 1} more: `workbook lint {lesson}`)" if problems[1:] else ""
        raise LessonError(f"lesson {lesson}{cell}{line}: {first.found}: {first.mend}{more}")
    _refuse_format(notebook)


def _refuse_format(notebook: LintNotebook) -> None:
    """Without ids that the source gives, every rebuild would make up others."""
    version = f"{notebook.raw.get('nbformat')}.{notebook.raw.get('nbformat_minor')}"
    if version != "4.5":
        raise LessonError(
            f"lesson {notebook.lesson}: notebook format {version}, and 4.5 is needed, whose cells "
            "have ids: open it in JupyterLab 4 and save it"
        )
    for name, count in Counter(cell.id for cell in notebook.cells).items():
        if count > 1:
            raise LessonError(
                f"lesson {notebook.lesson}, cell {name!r}: {count} cells have this id: "
                "give each an id of its own"
            )
    try:
        nbformat.validate(nbformat.from_dict(cast("dict[str, object]", notebook.raw)))
    except nbformat.ValidationError as error:
        reason = str(error).splitlines()[0]
        raise LessonError(f"lesson {notebook.lesson}: not the notebook format: {reason}") from None
