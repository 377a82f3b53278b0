"""`workbook export`: write grades for a spreadsheet, an LMS or another program."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import click

from autograder.classroom.grading import Order, nbgrader_app
from autograder.course import Course, load_course
from autograder.errors import UsageError
from autograder.grades import machines, tables
from autograder.grades.roster import ClassGrades, class_grades

__all__ = ["command", "write"]

TABLES = {"csv": tables.plain_table, "canvas": tables.canvas, "moodle": tables.moodle}


@click.command("export")
@click.argument("lessons", nargs=-1, metavar="[LESSON]...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "canvas", "moodle", "gradescope", "junit"]),
    default="csv",
    show_default=True,
    help="What is to read it.",
)
@click.option(
    "--to",
    type=click.Path(path_type=Path),
    help="A file; for gradescope a folder. Default: grades.csv, grades.xml or gradescope/.",
)
def command(lessons: tuple[str, ...], form: str, to: Path | None) -> None:
    """Write the grades of these LESSONs, or of all that are graded.

    csv: a row for each student and lesson. canvas and moodle: what their gradebooks import, keyed
    on the LMS ids in nbgrader's gradebook. gradescope: a results.json for each student. junit: the
    hidden tests as JUnit XML.

    Exit status: 0 written, 1 or 2 nothing was written and the message says why.
    """
    course = load_course()
    classes = graded_classes(course, lessons)
    for path in write(classes, form, to):
        click.echo(str(path))


def graded_classes(course: Course, lessons: Sequence[str]) -> list[ClassGrades]:
    """Read the grades of the named lessons, else of all that have any."""
    found: list[ClassGrades] = []
    for lesson in lessons or list(course.by_name):
        with nbgrader_app(course, Order(lesson)) as (app, _):
            try:
                found.append(class_grades(course, cast("Any", app).coursedir, lesson))
            except UsageError:
                if lessons:
                    raise
    if not found:
        raise UsageError("the gradebook holds no grades yet: run `workbook grade LESSON`")
    return found


def write(classes: Sequence[ClassGrades], form: str, to: Path | None) -> list[Path]:
    """Write the grades in the form that `--format` names; return the files."""
    if form == "gradescope":
        return write_gradescope(classes, to or Path("gradescope"))
    if form == "junit":
        results = {
            f"{student} {grades.lesson}": result
            for grades in classes
            for student, result in grades.results.items()
        }
        path, text = to or Path("grades.xml"), machines.junit(results)
    else:
        path, text = to or Path("grades.csv"), TABLES[form](classes)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return [path]


def write_gradescope(classes: Sequence[ClassGrades], folder: Path) -> list[Path]:
    """Write <lesson>/<student>/results.json for every student with stored results."""
    written: list[Path] = []
    for grades in classes:
        for student, result in grades.results.items():
            path = folder / grades.lesson / student / "results.json"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(machines.gradescope(result), indent=1) + "\n")
            written.append(path)
    return written
