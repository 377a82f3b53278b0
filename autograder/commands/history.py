"""`workbook history LESSON`: every grade that students had, which version gave it, and why."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import click
import msgspec
from nbgrader.api import Gradebook
from sqlalchemy import inspect
from sqlalchemy.engine import make_url

from autograder.classroom.faults import fault_of, patient
from autograder.classroom.grading import Order, nbgrader_app
from autograder.classroom.history import METADATA, Attempt, attempts, told
from autograder.course import Course, load_course
from autograder.errors import NotebookError, WorkbookError
from autograder.text import one_line

__all__ = ["command", "read_history"]


@click.command("history")
@click.argument("lesson")
@click.option("--student", metavar="NAME", help="Only this student.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(lesson: str, student: str | None, as_json: bool) -> None:
    """Show every grade that students had in LESSON: when, by which version, and what moved.

    Exit status: 0 shown, 1 nobody (or not this student) was graded yet.
    """
    found = read_history(load_course(), lesson, student)
    if as_json:
        lines = [line for own in found.values() for line in told(own)]
        click.echo(msgspec.json.encode({"lesson": lesson, "attempts": lines}).decode())
        return
    for name, own in found.items():
        click.echo(one_line(name))
        for line in told(own):
            click.echo(
                f"  {line['time']}  {line['score']:g} / {line['max_score']:g}  "
                f"version {line['version']}, tier {line['tier']}  {line['cause']}"
            )
            for change in line["changes"]:
                click.echo(f"      {one_line(change)}")


def read_history(
    course: Course, lesson: str, student: str | None = None
) -> dict[str, list[Attempt]]:
    """Return the attempts of a lesson by student, each student's oldest first.

    Raises:
        UsageError: there is no such lesson.
        NotebookError: nobody, or not this student, was graded.
        GradebookError: the gradebook does not answer.
    """
    course.lesson(lesson)
    found: dict[str, list[Attempt]] = {}
    with nbgrader_app(course, Order(lesson)) as (app, _):
        coursedir = cast("Any", app.coursedir)
        for attempt in stored(patient(coursedir.db_url), coursedir.course_id, lesson, student):
            found.setdefault(attempt.student, []).append(attempt)
    if not found:
        raise NotebookError(
            f"no grade of {student or 'anybody'} in {lesson} is known: `workbook grade {lesson}` "
            "grades what was handed in"
        )
    return dict(sorted(found.items()))


def stored(db_url: str, course_id: str, lesson: str, student: str | None) -> list[Attempt]:
    """Read the table; nothing where there is no gradebook, and none is made."""
    url = make_url(db_url)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        return []
    try:
        with Gradebook(db_url, course_id) as gradebook:
            if not inspect(gradebook.engine).has_table(next(iter(METADATA.tables))):
                return []
            return attempts(gradebook.db, lesson, student)
    except Exception as error:
        fault = fault_of(error, db_url)
        if fault is None or isinstance(error, WorkbookError):
            raise
        raise fault from error
