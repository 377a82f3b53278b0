"""What nbgrader's gradebook knows of a lesson, made from the release notebook where it is missing.

`nbgrader generate_assignment` tells the gradebook about a lesson when it is built. A gradebook made
later, on another machine or after the old one was put away, is told here, before the first
submission.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any, cast

import nbformat
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry, get_alembic_version
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import SaveCells
from sqlalchemy import inspect, text

from autograder.classroom.history import METADATA
from autograder.course import Course
from autograder.errors import LessonError, StaleBuildError

__all__ = ["read_release", "register"]


def read_release(course: Course, lesson: str) -> dict[str, Any]:
    """Return the release notebook; raise LessonError when it was not built."""
    path = course.release(lesson)
    try:
        return nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
    except FileNotFoundError:
        raise LessonError(
            f"lesson {lesson} has no {path}: run `workbook build {lesson}` first"
        ) from None
    except (ValueError, nbformat.ValidationError) as error:
        raise LessonError(f"{path} cannot be read ({error}): build the lesson again") from None


def register(
    coursedir: CourseDirectory, lesson: str, release: dict[str, Any], due: datetime | None = None
) -> None:
    """Make sure that the gradebook knows the lesson's cells and points as the release has them.

    A due date of the course goes before one that was set by hand; without one, that stays.

    Raises:
        StaleBuildError: grades were given for other exercises than the release has.
    """
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        complete(gradebook)
        if due is not None:
            gradebook.update_or_create_assignment(lesson, **cast("Any", {"duedate": due}))
        if known_cells(gradebook, lesson) == released_cells(release):
            return
        gradebook.update_or_create_assignment(lesson)
    marks = {"assignment": lesson, "notebook": lesson, "db_url": coursedir.db_url}
    try:
        notebook = cast("NotebookNode", nbformat.from_dict(release))
        SaveCells().preprocess(notebook, ResourcesDict(nbgrader=marks))
    except RuntimeError:
        raise StaleBuildError(
            f"the gradebook holds grades for other cells of {lesson} than "
            f"{Path(coursedir.root) / 'release' / lesson} has now. Put back the released notebook "
            f"that students worked on, or put {coursedir.db_url} aside to begin a new gradebook"
        ) from None


def complete(gradebook: Gradebook) -> None:
    """Add the table of attempts, and what is missing since the process that began was killed.

    nbgrader writes the number of its schema last, and only into a database without tables.
    """
    METADATA.create_all(gradebook.engine)
    execute = cast("Any", gradebook.db).execute
    if not inspect(gradebook.engine).has_table("alembic_version"):
        execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
    if execute(text("SELECT count(*) FROM alembic_version")).scalar() == 0:
        row = {"number": get_alembic_version()}
        execute(text("INSERT INTO alembic_version (version_num) VALUES (:number)"), row)
    gradebook.db.commit()


Cells = tuple[dict[str, float], set[str]]
"""Graded cells with their points and answers with -1; then all cells whose source is kept."""


def known_cells(gradebook: Gradebook, lesson: str) -> Cells:
    """Return what the gradebook knows of a lesson; a process killed before has not told it all."""
    try:
        notebook = gradebook.find_notebook(lesson, lesson)
    except MissingEntry:
        return {}, set()
    cells = {str(cell.name): -1.0 for cell in notebook.solution_cells}
    cells |= {str(cell.name): float(cell.max_score) for cell in notebook.grade_cells}
    return cells, {str(cell.name) for cell in notebook.source_cells}


def released_cells(release: dict[str, Any]) -> Cells:
    """Return the same of a release notebook."""
    marks = [cell["metadata"].get("nbgrader", {}) for cell in release["cells"]]
    cells = {mark["grade_id"]: -1.0 for mark in marks if mark.get("solution")}
    cells |= {mark["grade_id"]: float(mark["points"]) for mark in marks if mark.get("grade")}
    kinds = ("grade", "solution", "locked", "task")
    return cells, {mark["grade_id"] for mark in marks if any(mark.get(kind) for kind in kinds)}
