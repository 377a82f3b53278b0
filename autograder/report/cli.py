"""`workbook report LESSON`: write the class report."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

import click

from autograder.classroom.grading import Order, nbgrader_app
from autograder.course import Course, load_course
from autograder.grades.roster import ClassGrades, class_grades, graded_submission
from autograder.notebook import LessonNotebook, Submission
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
    template = LessonNotebook.load(lesson, course.release(lesson))
    with nbgrader_app(course, Order(lesson)) as (app, _):
        coursedir: Any = cast("Any", app).coursedir
        grades = class_grades(course, coursedir, lesson)
        written = answers(partial(graded_submission, course, coursedir, template), grades)
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


def answers(load: Callable[[str], Submission | None], grades: ClassGrades) -> Mapping[str, str]:
    """Return what each graded student wrote into answer cells; what is gone is left out."""
    found = {student: load(student) for student in grades.results}
    return {
        student: "\n\n".join(cell.source for cell in submission.cells if cell.role == "answer")
        for student, submission in found.items()
        if submission is not None
    }


def anonymous(report: Report) -> Report:
    """Return the report with numbers for names, dealt at random, and nobody pointed at."""
    numbers = random.sample(range(1, len(report.students) + 1), len(report.students))
    names = [f"student {number}" for number in numbers]
    return replace(report, students=names, cases=[], pairs=[], named=False)
