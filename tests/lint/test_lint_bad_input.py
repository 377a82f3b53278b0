"""What is no good notebook is a finding that says in which lesson, cell and line it is."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from lint_drafts import LESSON, Draft

from autograder.course import Course
from autograder.errors import UsageError
from autograder.lint import Finding, lint, lint_notebook

Linted = Callable[[Draft], list[Finding]]


def only(findings: list[Finding]) -> Finding:
    """The one finding there is."""
    assert len(findings) == 1, findings
    return findings[0]


def test_a_missing_notebook_is_a_finding_of_its_lesson(course: Course) -> None:
    finding = only(lint(course, LESSON))
    assert (finding.lesson, finding.rule) == (LESSON, "0-readable")
    assert f"{LESSON}.ipynb cannot be read: No such file" in finding.found


def test_broken_json_is_found_with_its_line(draft: Draft, course: Course) -> None:
    path = draft.save(course.source(LESSON))
    lines = path.read_text().splitlines()
    lines[4] = lines[4].replace(":", "")
    path.write_text("\n".join(lines))
    finding = only(lint(course, LESSON))
    assert (finding.rule, finding.line) == ("0-readable", 5)
    assert finding.place == f"{LESSON}, line 5 of the file"
    assert "is not JSON" in finding.found


@pytest.mark.parametrize("data", [b"[]", b"{}", b'"text"', b"\xff\xfe", b'{"nbformat": 4}', b""])
def test_other_files_are_no_notebooks(course: Course, data: bytes) -> None:
    course.source(LESSON).write_bytes(data)
    assert only(lint(course, LESSON)).rule == "0-readable"


def test_an_old_notebook_format_is_named(course: Course) -> None:
    course.source(LESSON).write_text(json.dumps({"nbformat": 3, "worksheets": []}))
    assert "has notebook format 3" in only(lint(course, LESSON)).found


def test_a_notebook_without_cells_is_found(draft: Draft, linted: Linted) -> None:
    draft.cells.clear()
    assert "1-format" in {finding.rule for finding in linted(draft)}


def test_a_broken_release_is_found(draft: Draft, linted: Linted, course: Course) -> None:
    path = course.release(LESSON)
    path.parent.mkdir(parents=True)
    path.write_text("{")
    draft.save(course.source(LESSON))
    assert f"release/{LESSON}/{LESSON}.ipynb is not JSON" in only(lint(course, LESSON)).found


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("x = (1,\ny = 2", 1),
        ("x = 1\nreturn x", 2),
        ("\n\n%matplotlib inline\nx = = 1", 4),
        ("%%time\nx = 1\ny = = 2", 3),
        ("for x in [1]:\npass", 2),
        ("x = 1\nawait x", 2),
    ],
    ids=["bracket", "return", "behind a magic", "timed cell", "indent", "await"],
)
def test_a_syntax_error_is_found_with_cell_and_line(
    draft: Draft, linted: Linted, source: str, line: int
) -> None:
    draft["prices"]["source"] = source
    finding = only(linted(draft))
    assert (finding.cell, finding.line, finding.rule) == ("prices", line, "0-readable")
    assert finding.place == f"{LESSON}, cell prices, line {line}"
    assert finding.found.startswith("syntax error: ")


def test_unpaired_markers_are_found_with_cell_and_line(draft: Draft, linted: Linted) -> None:
    draft.put("scale", "    ### END SOLUTION", "")
    finding = only(linted(draft))
    assert finding.place == f"{LESSON}, cell scale, line 7"


def test_a_grade_cell_without_answer_cell_is_found(draft: Draft, linted: Linted) -> None:
    draft.put("scale-check", "scale(prices, 3)", "prices + expected - prices")
    draft.put("build-scale", "scale(x, self.by)", "x * self.by")
    draft.cells.remove(draft["scale"])
    finding = only(linted(draft))
    assert finding.place == f"{LESSON}, cell scale-check"
    assert "has no answer cell" in finding.found


def test_a_cell_without_id_is_named_by_its_place(draft: Draft, linted: Linted) -> None:
    del draft["why"]["id"]
    finding = only(linted(draft))
    assert (finding.cell, finding.rule) == ("cell-5", "1-format")


def test_source_may_be_a_list_of_lines(draft: Draft, linted: Linted) -> None:
    for cell in draft.cells:
        cell["source"] = cell["source"].splitlines(keepends=True)
    assert linted(draft) == []


def test_an_unknown_lesson_is_a_usage_error(course: Course) -> None:
    with pytest.raises(UsageError, match="no lesson '9-9-9-none'"):
        lint(course, "9-9-9-none")


def test_a_notebook_of_no_lesson_has_no_prerequisites(draft: Draft, course: Course) -> None:
    path = draft.save(course.source(LESSON).with_name("sketch.ipynb"))
    finding = only(lint_notebook(path, course))
    assert (finding.lesson, finding.rule) == ("sketch", "12-exports")
    assert "student_lib.shapes" in finding.found


def test_a_module_comes_from_prerequisites_only(draft: Draft, course: Course) -> None:
    draft.save(course.source("3-1-2-other"))
    (course.source("3-1-2-other").parent / "prices.png").touch()
    finding = only(lint(course, "3-1-2-other"))
    assert "student_lib.shapes" in finding.found
    assert "requires" in finding.mend
