"""A good draft of a lesson, a course around it, and its linting."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from lint_drafts import BASE, LESSON, Draft, good_draft

from autograder.course import Course, Lesson
from autograder.lint import Finding, lint, lint_notebook


@pytest.fixture
def draft() -> Draft:
    """A good lesson, to be spoilt."""
    return good_draft()


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A course of two lessons; the first exports the module `shapes`, the second needs it."""
    course = Course(
        lessons=(Lesson(BASE), Lesson(LESSON, requires=(BASE,)), Lesson("3-1-2-other")),
        root=tmp_path,
    )
    base = Draft()
    base.md("title", "# Shapes")
    base.code("module", "# | default_exp shapes")
    base.code("check", "# | export\ndef check_number(x: object) -> object:\n    return x")
    base.save(course.source(BASE))
    folder = course.source(LESSON).parent
    folder.mkdir(parents=True)
    (folder / "prices.png").write_bytes(b"\x89PNG")
    return course


@pytest.fixture
def linted(course: Course) -> Callable[[Draft], list[Finding]]:
    """Save a draft as the lesson's source and lint the lesson."""

    def lint_draft(draft: Draft) -> list[Finding]:
        path = draft.save(course.source(LESSON))
        findings = lint(course, LESSON)
        assert findings == lint_notebook(path, course) or course.release(LESSON).exists()
        return findings

    return lint_draft
