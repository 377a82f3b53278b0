"""`solutions/README.md`: all worked lessons on a page, as GitHub and JupyterLab show it."""

from __future__ import annotations

from pathlib import Path

from autograder.authoring.catalogue import Entry, catalogue
from autograder.authoring.release import write_file
from autograder.course import Course
from autograder.errors import LessonError

__all__ = ["check", "text", "write"]

HEAD = """\
# Solutions

Every lesson worked out and executed, with its pictures: to read, and to compare with. `workbook
build` writes this folder from `source/`; edit nothing here. It is not for students: what they get
is in `release/`.
"""


def text(course: Course) -> str:
    """Return the page; raise LessonError when a source cannot be read."""
    return "\n".join((HEAD, *map(_section, catalogue(course))))


def _section(entry: Entry) -> str:
    """Return what stands about one lesson: what it is, and its exercises, in order."""
    facts = (entry.difficulty, entry.time, f"{entry.points:g} points", f"`{entry.lesson}`")
    exercises = ", ".join(f"`{one.id}` ({one.points:g})" for one in entry.exercises)
    lines = [
        f"## [{entry.title}]({entry.lesson}/{entry.lesson}.ipynb)",
        entry.problem,
        " · ".join(filter(None, facts)),
        f"Exercises, with their points: {exercises}." if exercises else "",
        f"Exports `student_lib.{entry.module}`." if entry.module else "",
    ]
    return "\n\n".join(filter(None, lines)) + "\n"


def _path(course: Course) -> Path:
    return course.root / "solutions" / "README.md"


def write(course: Course) -> list[Path]:
    """Write the page where it differs; return the files that were written.

    While a source cannot be read the page stays as it is: another lesson may be built meanwhile.
    """
    try:
        path, wanted = _path(course), text(course).encode()
    except LessonError:
        return []
    if path.is_file() and path.read_bytes() == wanted:
        return []
    write_file(path, wanted)
    return [path]


def check(course: Course) -> list[str]:
    """Say whether the page is missing or stale, and what mends it."""
    path = _path(course)
    try:
        wanted = text(course).encode()
    except LessonError as error:
        return [str(error)]
    if not path.is_file():
        return ["solutions/README.md is missing: run `workbook build`"]
    stale = path.read_bytes() != wanted
    return ["solutions/README.md does not match the sources: run `workbook build`"] * stale
