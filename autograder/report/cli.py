"""`workbook report LESSON`: write the class report."""

from __future__ import annotations

import os
import random
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

import click

from autograder.classroom import Order, nbgrader_app
from autograder.course import Course, load_course
from autograder.errors import NotebookError
from autograder.grades.roster import ClassGrades, class_grades
from autograder.intake import load_submission
from autograder.notebook import LessonNotebook
from autograder.report.figures import Report, report_of
from autograder.report.page import page
from autograder.report.similar import similar

__all__ = ["anonymous", "command", "write_report"]


@click.command("report")
@click.argument("lesson")
@click.option("--to", type=click.Path(path_type=Path), help="Default: reports/LESSON.html.")
@click.option("--anonymous", "unnamed", is_flag=True, help="Name nobody: a page for lectures.")
def command(lesson: str, to: Path | None, unnamed: bool) -> None:
    """Write one page on how a class did in LESSON: what is mastered, what is misunderstood, which
    cases need a person.

    Exit status: 0 written, 2 the lesson has no grades yet.
    """
    course = load_course()
    path = to or course.root / "reports" / f"{lesson}.html"
    write_report(course, lesson, path, unnamed=unnamed)
    click.echo(str(path))


def write_report(course: Course, lesson: str, path: Path, *, unnamed: bool = False) -> None:
    """Write the report of a graded lesson; raise UsageError when nobody has a grade in it."""
    with nbgrader_app(course, Order(lesson)) as (app, _):
        coursedir: Any = cast("Any", app).coursedir
        grades = class_grades(course, coursedir, lesson)
        submitted = Path(coursedir.format_path(coursedir.submitted_directory, ".", lesson))
    template = LessonNotebook.load(lesson, course.release(lesson))
    written = answers(course, grades, submitted.parents[1], template)
    pairs = similar(written, "\n".join(cell.source for cell in template.cells))
    report = report_of(grades, pairs)
    if unnamed:
        report = anonymous(report)
    path.parent.mkdir(parents=True, exist_ok=True)

    def link(kind: str, student: str) -> str:
        target = course.root / kind / student / lesson / f"{lesson}.html"
        if unnamed or not target.is_file():
            return ""
        return quote(os.path.relpath(target, path.parent.resolve()))

    text = page(
        report,
        feedback=lambda student: link("feedback", student),
        review=lambda student: link("reviews", student),
    )
    path.write_text(text, encoding="utf-8")


def answers(
    course: Course, grades: ClassGrades, submitted: Path, template: LessonNotebook
) -> Mapping[str, str]:
    """Return what each graded student wrote into answer cells; what is unreadable is left out."""
    limit = course.lesson(grades.lesson).limits.notebook_bytes
    ids = [exercise.id for exercise in template.exercises]
    found: dict[str, str] = {}
    for student in grades.results:
        notebook = submitted / student / grades.lesson / f"{grades.lesson}.ipynb"
        try:
            submission = load_submission(notebook, template, limit)
        except (NotebookError, OSError):
            continue
        found[student] = "\n\n".join(submission.answers(id) for id in ids)
    return found


def anonymous(report: Report) -> Report:
    """Return the report with numbers for names, dealt at random, and nobody pointed at."""
    numbers = random.sample(range(1, len(report.students) + 1), len(report.students))
    return replace(report, students=[f"student {number}" for number in numbers], cases=[], pairs=[])
