"""`workbook check`: grade one notebook outside any class; nothing is written anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from autograder.batch import LANES, make_lanes
from autograder.blocks import shown
from autograder.course import Course, Limits
from autograder.errors import LessonError, NotebookError, UsageError
from autograder.intake import load_submission
from autograder.notebook import Cell, LessonNotebook, read_notebook
from autograder.results import LessonResult
from autograder.stale import refuse_stale

__all__ = ["check_notebook", "guess_lesson"]


def check_notebook(
    course: Course,
    path: Path,
    lesson: str | None = None,
    *,
    run_all: bool = False,
    lanes_class: str = LANES,
) -> LessonResult:
    """Grade the notebook at `path` and return the result as its student may see it.

    Raises:
        NotebookError: the file is no notebook of the lesson.
        UsageError: there is no such lesson, or the notebook does not tell which it belongs to.
        StaleBuildError: the lesson's release does not match its source.
        SandboxError: this host offers no walls, so nothing was run.
        InternalError: our side broke twice.
    """
    limits = course.lesson(lesson).limits if lesson else Limits()
    name = lesson or guess_lesson(course, path, read_notebook(path, limits.notebook_bytes))
    if not course.release(name).is_file():
        raise LessonError(f"lesson {name} has no {course.release(name)}: run `workbook build`")
    refuse_stale(course, name)
    template = LessonNotebook.load(name, course.release(name))
    submission = load_submission(path, template, course.lesson(name).limits.notebook_bytes)
    lanes = make_lanes(lanes_class, course, name, run_all=run_all)
    try:
        result = lanes.submit(submission).result().result
    finally:
        lanes.close()
    return msgspec.structs.replace(result, exercises=[shown(one) for one in result.exercises])


def guess_lesson(course: Course, path: Path, cells: Sequence[Cell]) -> str:
    """Return the lesson that a notebook belongs to, by its file name, else by its cells."""
    named = [name for name in course.by_name if name in path.name]
    if named:
        return max(named, key=len)
    ids = {cell.grade_id for cell in cells} | {cell.id for cell in cells}
    counts: dict[str, int] = {}
    for name in course.by_name:
        if course.release(name).is_file():
            template = LessonNotebook.load(name, course.release(name))
            counts[name] = len(ids & {exercise.id for exercise in template.exercises})
    best = max(counts, key=lambda name: counts[name], default="")
    if not best or not counts[best]:
        raise NotebookError(
            f"{path} is a notebook of no lesson of this course: name the lesson with --lesson, or "
            "hand in the notebook that was handed out"
        )
    if list(counts.values()).count(counts[best]) > 1:
        raise UsageError(f"{path} could belong to several lessons: name one with --lesson")
    return best
