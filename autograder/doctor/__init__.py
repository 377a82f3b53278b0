"""`workbook doctor`: what this machine and this course need for grading, with every mend."""

from __future__ import annotations

from collections.abc import Iterator

from autograder.course import Course, load_course
from autograder.doctor.courses import configuration, lessons
from autograder.doctor.findings import Finding, note, problem
from autograder.doctor.host import disk, gpu, memory, packages, python
from autograder.doctor.walls import all_walls
from autograder.errors import ConfigError, UsageError

__all__ = ["Finding", "examine"]


def examine() -> Iterator[Finding]:
    """Look at everything; findings come as they are made. Nothing is changed."""
    course, trouble = known_course()
    yield from python()
    yield from packages(course)
    yield from all_walls(course)
    yield from gpu()
    yield from memory(course)
    yield from disk(course)
    yield from trouble
    if course is not None:
        yield from configuration(course)
        yield from lessons(course)


def known_course() -> tuple[Course | None, list[Finding]]:
    """Return the course at or above this folder, or what is to be said about its absence."""
    try:
        return load_course(), []
    except UsageError as error:
        return None, [note("course", "course", str(error), "run this inside the course folder")]
    except ConfigError as error:
        return None, [problem("course", "course", str(error), "correct the file")]
