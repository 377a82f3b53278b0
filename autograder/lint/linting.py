"""Lint a lesson: read it, and what surrounds it in the course; ask every rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from autograder.course import Course
from autograder.errors import WorkbookError
from autograder.exports import exported_module
from autograder.lint.findings import Finding
from autograder.lint.notebook import LintNotebook, Unreadable
from autograder.lint.rules import READABLE, RULES, Rule

__all__ = ["lint", "lint_notebook"]

TEST_FILE = "test_*.py"


def lint(course: Course, lesson: str) -> list[Finding]:
    """Return what the rules find in the source of a lesson, and in its release where there is one.

    A notebook that cannot be read, or a cell that cannot be parsed, is a finding; the other rules
    are then not asked. Raises UsageError when the course has no such lesson.
    """
    lesson = course.lesson(lesson).name
    try:
        notebook = LintNotebook.read(lesson, course.source(lesson))
        release = course.release(lesson)
        released = LintNotebook.read(lesson, release) if release.is_file() else None
    except Unreadable as error:
        return [_unreadable(lesson, error)]
    kept = dict(_kept_ids(course, lesson))
    return _ask(_in_course(replace(notebook, released=released, kept_ids=kept), course))


def lint_notebook(path: Path, course: Course) -> list[Finding]:
    """Return what the rules find in a notebook anywhere, read as the lesson of the same name.

    A notebook of no lesson of the course is one without prerequisites. No release and no hidden
    tests are looked at.
    """
    try:
        notebook = LintNotebook.read(path.stem, path)
    except Unreadable as error:
        return [_unreadable(path.stem, error)]
    return _ask(_in_course(notebook, course))


def _in_course(notebook: LintNotebook, course: Course) -> LintNotebook:
    if notebook.lesson not in course.by_name:
        return notebook
    modules = (_module(course, lesson.name) for lesson in course.prerequisites(notebook.lesson))
    return replace(notebook, modules=frozenset(filter(None, modules)))


def _module(course: Course, lesson: str) -> str:
    """Return the module that a lesson exports; '' where it exports none or cannot be read."""
    try:
        return exported_module(course, lesson) or ""
    except WorkbookError:
        return ""  # its own lint says so


def _kept_ids(course: Course, lesson: str) -> Iterator[tuple[str, Path]]:
    """Yield the exercises that files in autograder/ are named after, with the file or folder."""
    for path in sorted(course.hidden(lesson).glob(TEST_FILE)):
        yield path.stem.removeprefix("test_").replace("_", "-"), path
    for folder in (course.mutants(lesson), course.alternatives(lesson)):
        for path in sorted(folder.glob("[a-z]*/")):
            yield path.name, path


def _ask(notebook: LintNotebook) -> list[Finding]:
    first = _findings(notebook, [READABLE])
    return first or _findings(notebook, RULES)


def _findings(notebook: LintNotebook, rules: Iterable[Rule]) -> list[Finding]:
    """Return the findings in the order of the cells, those on the whole notebook first."""
    places = {cell.id: cell.position for cell in notebook.cells}
    found = [
        Finding(notebook.lesson, found.cell, rule.label, found.found, found.mend, found.line)
        for rule in rules
        for found in rule.check(notebook)
    ]
    return sorted(found, key=lambda finding: (places.get(finding.cell, -1), finding.line))


def _unreadable(lesson: str, error: Unreadable) -> Finding:
    mend = "restore the notebook from git, or save it again in JupyterLab 4"
    return Finding(lesson, "", READABLE.label, error.reason, mend, error.line)
