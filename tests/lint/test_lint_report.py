"""Findings are shown to people as text and to programs as JSON; the exit status tells both."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from lint_drafts import BASE, LESSON, Draft

import autograder.lint
from autograder.course import Course
from autograder.errors import UsageError
from autograder.lint import Finding, command, render_json, render_text
from autograder.lint.rules import READABLE, RULES

CONFIG = f"""
from autograder.course import Course, Lesson
course = Course(lessons=(Lesson("{BASE}"), Lesson("{LESSON}", requires=("{BASE}",))))
"""
FINDING = Finding("3-1-1-scaling", "why", "3-position", "the words 'Part 2'", "name it", 2)


@pytest.fixture
def folder(course: Course, draft: Draft, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course folder with a good lesson, as the working directory."""
    (course.root / "course_config.py").write_text(CONFIG)
    draft.save(course.source(LESSON))
    monkeypatch.chdir(course.root)
    return course.root


def test_text_says_where_what_and_how_to_mend() -> None:
    assert render_text([FINDING]) == (
        "3-1-1-scaling, cell why, line 2 [rule 3-position]\n"
        "  found: the words 'Part 2'\n"
        "  mend:  name it\n\n"
        "findings: 1, in lessons: 1"
    )


def test_text_of_nothing_says_so() -> None:
    assert render_text([]) == "no findings"


def test_json_has_every_field() -> None:
    assert json.loads(render_json([FINDING])) == [
        {
            "lesson": "3-1-1-scaling",
            "cell": "why",
            "rule": "3-position",
            "found": "the words 'Part 2'",
            "mend": "name it",
            "line": 2,
        }
    ]


@pytest.mark.parametrize(
    ("cell", "line", "place"),
    [
        ("", 0, "l"),
        ("", 3, "l, line 3 of the file"),
        ("why", 0, "l, cell why"),
        ("why", 3, "l, cell why, line 3"),
    ],
)
def test_place_names_what_is_known(cell: str, line: int, place: str) -> None:
    assert Finding("l", cell, "r", "f", "m", line).place == place


def test_findings_come_in_the_order_of_cells(draft: Draft, course: Course) -> None:
    draft.put("refs", "## References", "## References\n\n# One")
    draft.put("why", "## Why", "## Why\n\nBack in Part 2.")
    draft.untag("adjacent", "adjacent")
    draft.save(course.source(LESSON))
    found = [(finding.cell, finding.line) for finding in autograder.lint.lint(course, LESSON)]
    assert found == [("", 0), ("why", 3), ("refs", 3)]


@pytest.mark.usefixtures("folder")
def test_the_command_exits_0_on_a_good_lesson() -> None:
    result = CliRunner().invoke(command, ["--fast", LESSON])
    assert (result.exit_code, result.output) == (0, "no findings\n")


@pytest.mark.usefixtures("folder")
def test_the_command_lints_all_lessons_by_default_and_exits_1_on_a_finding() -> None:
    result = CliRunner().invoke(command, ["--json", "--fast"])
    assert result.exit_code == 1
    assert {finding["lesson"] for finding in json.loads(result.output)} == {BASE}


@pytest.mark.usefixtures("folder")
def test_the_command_raises_a_usage_error_for_an_unknown_lesson() -> None:
    result = CliRunner().invoke(command, ["9-9-9-none"])
    assert isinstance(result.exception, UsageError)


def test_rules_are_numbered_as_in_the_guide() -> None:
    assert [rule.number for rule in (READABLE, *RULES)] == [*range(17)]
    assert len({rule.label for rule in RULES}) == len(RULES)


def test_the_package_exports_what_it_promises() -> None:
    assert sorted(autograder.lint.__all__) == [
        "Finding",
        "command",
        "lint",
        "lint_notebook",
        "render_json",
        "render_text",
    ]
