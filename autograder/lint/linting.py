"""Lint a lesson: read it, and what surrounds it in the course; ask every rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from autograder.authoring.exports import exported_module
from autograder.course import Course
from autograder.errors import BuildError, LessonError, WorkbookError
from autograder.lint.broken import refuse_broken
from autograder.lint.findings import Finding
from autograder.lint.notebook import LintNotebook, Unreadable
from autograder.lint.rules import READABLE, RULES, Problem, Rule
from autograder.lint.trial import Trial

__all__ = ["lint", "lint_notebook"]

TEST_FILE = "test_*.py"


def lint(course: Course, lesson: str, *, run: bool = False) -> list[Finding]:
    """Return what the rules find in the source of a lesson, and in its release where there is one.

    With `run`, the lesson is also tried out, for the rules that need it. A notebook that cannot be
    read, or a cell that cannot be parsed, is a finding; the other rules are then not asked.

    Raises:
        UsageError: the course has no such lesson.
        SandboxError: this host offers no walls, so nothing was run.
    """
    lesson = course.lesson(lesson).name
    try:
        notebook = LintNotebook.read(lesson, course.source(lesson))
        release = course.release(lesson)
        released = LintNotebook.read(lesson, release) if release.is_file() else None
    except Unreadable as error:
        return [_unreadable(lesson, error)]
    kept = dict(_kept_ids(course, lesson))
    notebook = _in_course(replace(notebook, released=released, kept_ids=kept), course)
    findings = _ask(notebook)
    if run and not (findings and _is_broken(course, lesson)):
        with Trial(course, lesson) as trial:
            findings += _tried(trial)
    return _in_order(notebook, findings)


def lint_notebook(path: Path, course: Course) -> list[Finding]:
    """Return what the rules find in a notebook anywhere, read as the lesson of the same name.

    A notebook of no lesson of the course is one without prerequisites. No release and no hidden
    tests are looked at.
    """
    try:
        notebook = LintNotebook.read(path.stem, path)
    except Unreadable as error:
        return [_unreadable(path.stem, error)]
    notebook = _in_course(notebook, course)
    return _in_order(notebook, _ask(notebook))


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
    return [
        _finding(notebook.lesson, rule, problem)
        for rule in rules
        for problem in rule.check(notebook)
    ]


def _is_broken(course: Course, lesson: str) -> bool:
    """Return whether trying the lesson out would only repeat what is known: it cannot be run."""
    try:
        refuse_broken(course, lesson)
    except LessonError:
        return True
    return False


def _tried(trial: Trial) -> list[Finding]:
    """Return what the rules find in a lesson as it runs.

    What keeps several rules from running, hidden tests that cannot be collected say, is told once:
    by the last of them, which knows most.
    """
    findings: list[Finding] = []
    stopped: dict[str, Finding] = {}
    for rule in RULES:
        try:
            for problem in rule.run(trial):
                findings.append(_finding(trial.lesson, rule, problem))
        except (LessonError, BuildError) as error:
            found = " ".join(str(error).split())
            problem = Problem("", found, "mend that; what else the rule asks is not known yet")
            stopped[found] = _finding(trial.lesson, rule, problem)
    return [*findings, *stopped.values()]


def _finding(lesson: str, rule: Rule, problem: Problem) -> Finding:
    return Finding(lesson, problem.cell, rule.label, problem.found, problem.mend, problem.line)


def _in_order(notebook: LintNotebook, findings: list[Finding]) -> list[Finding]:
    """Return the findings in the order of the cells, those on the whole notebook first."""
    places = {cell.id: cell.position for cell in notebook.cells}
    return sorted(findings, key=lambda finding: (places.get(finding.cell, -1), finding.line))


def _unreadable(lesson: str, error: Unreadable) -> Finding:
    mend = "restore the notebook from git, or save it again in JupyterLab 4"
    return Finding(lesson, "", READABLE.label, error.reason, mend, error.line)
