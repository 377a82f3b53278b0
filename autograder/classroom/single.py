"""`workbook check`: grade one notebook outside any class; nothing is written anywhere."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import msgspec

from autograder.authoring.stale import refuse_stale
from autograder.classroom.batch import LANES, make_lanes
from autograder.classroom.blocks import shown
from autograder.classroom.intake import MAX_FILES, load_submission, walk
from autograder.course import Course, Limits
from autograder.engine.results import LessonResult
from autograder.errors import LessonError, NotebookError, UsageError
from autograder.notebook import Cell, LessonNotebook, read_notebook
from autograder.text import one_line

__all__ = ["check_notebook", "guess_lesson", "sole_notebook"]


def check_notebook(
    course: Course,
    path: Path,
    lesson: str | None = None,
    *,
    run_all: bool = False,
    lanes_class: str = LANES,
) -> LessonResult:
    """Grade the notebook at `path` and return the result as its student may see it.

    `path` may be a folder that holds one notebook.

    Raises:
        NotebookError: the file is no notebook of the lesson, or the folder holds none or several.
        UsageError: there is no such lesson, or the notebook does not tell which it belongs to.
        StaleBuildError: the lesson's release does not match its source.
        SandboxError: this host offers no walls, so nothing was run.
        InternalError: our side broke twice.
    """
    path, notes = sole_notebook(path, lesson) if path.is_dir() else (path, [])
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
    seen = [shown(one) for one in result.exercises]
    return msgspec.structs.replace(result, exercises=seen, notes=[*result.notes, *notes])


def sole_notebook(folder: Path, lesson: str | None) -> tuple[Path, list[str]]:
    """Return the notebook in a folder or below, and a note when others lie there, too.

    Of several the one with the lesson's name counts. Raises NotebookError where that decides
    nothing, or there is none.
    """
    where, wanted = one_line(folder), f"{lesson or '<lesson>'}.ipynb"
    entries = list(islice(walk(folder, MAX_FILES), MAX_FILES + 1))
    if len(entries) > MAX_FILES:
        raise NotebookError(f"{where} holds more than {MAX_FILES} files: hand in {wanted} alone")
    found = sorted(Path(entry.path) for entry in entries if is_notebook(entry))
    chosen = found if len(found) == 1 else [path for path in found if path.name == wanted]
    if not found:
        raise NotebookError(f"{where} holds no notebook: hand in {wanted}")
    names = [one_line(path.relative_to(folder)) for path in found]
    if len(chosen) != 1:
        raise NotebookError(
            f"{where} holds {len(found)} notebooks ({', '.join(names)}), and the names do not say "
            f"which counts: hand in {wanted} alone"
        )
    counts = one_line(chosen[0].relative_to(folder))
    others = ", ".join(name for name in names if name != counts)
    return chosen[0], [f"{others} also handed in, not graded: {counts} counts"] if others else []


def is_notebook(entry: os.DirEntry[str]) -> bool:
    """Whether it is named as one, and nothing that an archive of macOS leaves beside."""
    hidden = entry.name.startswith(".") or "__MACOSX" in Path(entry.path).parts
    return entry.name.endswith(".ipynb") and not hidden and not entry.is_dir(follow_symlinks=False)


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
