"""`workbook build`: what is made from a lesson's source, and whether it still matches.

From `source/<lesson>/` come the notebook that students get (`release/`), the executed one
(`solutions/`) and the module that later lessons import (`student_lib/`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from autograder.authoring.bundle import staged_library
from autograder.authoring.exports import export_text, leftovers, try_import
from autograder.authoring.release import generate, into_gradebook, read_tree, write_file, write_tree
from autograder.authoring.solutions import (
    execution_environment,
    fingerprint,
    made_from,
    run_source,
    same_sources,
)
from autograder.course import Course
from autograder.errors import LessonError, WorkbookError
from autograder.lint.broken import refuse_broken

__all__ = ["build", "check", "run_lesson", "solution_finding", "stale", "try_exports"]

Progress = Callable[[str], None]


def _quiet(_: str) -> None:
    """Report nothing."""


def build(
    course: Course,
    lessons: Sequence[str] = (),
    *,
    execute: bool = True,
    force: bool = False,
    gradebook: bool = False,
    progress: Progress = _quiet,
) -> list[Path]:
    """Make the products of the lessons (default: all), in course order.

    Args:
        course: the course whose folder is written to.
        lessons: names of lessons.
        execute: run the notebooks whose solution is missing or stale; a minute or so each.
        force: run them even when their solution is up to date.
        gradebook: also tell nbgrader's gradebook of the lessons, which grading does when needed.
        progress: is told in words what is being done.

    Returns:
        The files that were written or removed; none when all products were up to date.

    Raises:
        UsageError: there is no such lesson.
        LessonError: the source cannot serve as a lesson. The message names the cell and line.
        BuildError: nbgrader, nbdev or a cell of the lesson failed.
    """
    wanted = {course.lesson(name).name for name in lessons} or course.by_name.keys()
    changed: list[Path] = []
    for lesson in (name for name in course.by_name if name in wanted):
        progress(f"{lesson}: reading")
        refuse_broken(course, lesson)
        progress(f"{lesson}: exporting")
        changed += _build_module(course, lesson)
        progress(f"{lesson}: making the release")
        changed += write_tree(course.release(lesson).parent, generate(course, lesson))
        if execute and (force or solution_finding(course, lesson)):
            changed.append(_build_solution(course, lesson, progress))
        if gradebook:
            into_gradebook(course, lesson)
    return changed


def check(course: Course, lesson: str) -> list[str]:
    """Say which products of the lesson are missing or stale, and what mends it; run no cell."""
    try:
        return [f"{finding}: run `workbook build {lesson}`" for finding in stale(course, lesson)]
    except LessonError as error:
        return [str(error)]


def stale(course: Course, lesson: str) -> list[str]:
    """Say which products of the lesson are missing or stale; raise LessonError as `build` does."""
    refuse_broken(course, lesson)
    found = [*_module_findings(course, lesson), *_release_findings(course, lesson)]
    return [*found, *filter(None, [solution_finding(course, lesson)])]


def _build_module(course: Course, lesson: str) -> list[Path]:
    """Write the lesson's module once it has been imported; remove it under former names."""
    made = export_text(course, lesson)
    old = leftovers(course, lesson, made[0].stem if made else None)
    changed: list[Path] = []
    if made and (not made[0].is_file() or made[0].read_text(encoding="utf-8") != made[1]):
        path, text = made
        try_exports(course, lesson, path, text)
        write_file(path, text.encode())
        changed.append(path)
    for path in old:
        path.unlink()
    return changed + old


def try_exports(course: Course, lesson: str, path: Path, text: str) -> None:
    """Import the lesson's module in a fresh process; raise BuildError where that fails."""
    staged = _staged(course, lesson)
    try_import(lesson, path.stem, text, staged, execution_environment(staged))


def _staged(course: Course, lesson: str) -> Path:
    return staged_library(course, lesson, course.root / ".workbook" / "staged")


def run_lesson(course: Course, lesson: str, progress: Progress = _quiet) -> bytes:
    """Run the whole source; return the executed notebook's file or raise BuildError."""
    return run_source(course, lesson, _staged(course, lesson), progress)


def _build_solution(course: Course, lesson: str, progress: Progress) -> Path:
    write_file(course.solution(lesson), run_lesson(course, lesson, progress))
    return course.solution(lesson)


def _module_findings(course: Course, lesson: str) -> Iterator[str]:
    made = export_text(course, lesson)
    if made:
        path, text = made
        if not path.is_file():
            yield f"student_lib/{path.name} is missing"
        elif path.read_text(encoding="utf-8") != text:
            yield f"student_lib/{path.name} is not what {lesson} exports"
    for path in leftovers(course, lesson, made[0].stem if made else None):
        yield f"student_lib/{path.name} comes from {lesson}, which does not export it any more"


def _release_findings(course: Course, lesson: str) -> Iterator[str]:
    expected = generate(course, lesson)
    present = read_tree(course.release(lesson).parent)
    for name in sorted(expected.keys() | present.keys()):
        if name not in present:
            yield f"release/{lesson}/{name} is missing"
        elif name not in expected:
            yield f"release/{lesson}/{name} is not in source/{lesson}"
        elif expected[name] != present[name]:
            yield f"release/{lesson}/{name} does not match its source"


def solution_finding(course: Course, lesson: str) -> str:
    """Say what is wrong with the executed notebook; "" when it is up to date."""
    path = course.solution(lesson)
    shown = f"solutions/{lesson}/{path.name}"
    if not path.is_file():
        return f"{shown} is missing"
    if made_from(path) != fingerprint(course, lesson):
        return f"{shown} was made from another source or student_lib"
    try:
        return "" if same_sources(course, lesson) else f"{shown} was edited by hand"
    except WorkbookError:
        return f"{shown} cannot be read"
