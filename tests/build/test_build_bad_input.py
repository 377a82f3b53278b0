"""What the build refuses, and that it says where and what to do."""

from typing import Any

import pytest
from tiny_course import ALONE, FIRST, SECOND, Change, cell, change, notebook, write_source

from autograder.authoring.build import build, check
from autograder.course import Course
from autograder.errors import BuildError, LessonError, UsageError


def source(id: str, text: str) -> Change:
    return lambda cells: cells[id].update(source=text)


def marks(id: str, **values: Any) -> Change:
    return lambda cells: cells[id]["metadata"]["nbgrader"].update(values)


BROKEN: dict[str, tuple[Change, str, list[str]]] = {
    "begin without end": (
        source("half", "# | export\ndef half(x):\n    ### BEGIN SOLUTION\n    return x / 2"),
        "half",
        ["line 3", "never ends", "### END SOLUTION"],
    ),
    "end without begin": (
        source("half", "# | export\ndef half(x):\n    return x / 2\n    ### END SOLUTION"),
        "half",
        ["line 4", "never began"],
    ),
    "nested regions": (
        source("half", "### BEGIN SOLUTION\n### BEGIN SOLUTION\n1\n### END SOLUTION"),
        "half",
        ["line 2", "inside another"],
    ),
    "answer without region": (
        source("half", "# | export\ndef half(x):\n    return x / 2"),
        "half",
        ["without a solution region", "wiped"],
    ),
    "region outside of an answer": (
        source("last", "### BEGIN SOLUTION\n1\n### END SOLUTION"),
        "last",
        ["no answer cell"],
    ),
    "exercise without grade cell": (
        marks("half-check", grade=False),
        "half",
        ["'half' has no grade cell"],
    ),
    "grade cell without exercise": (
        marks("half-check", grade_id="third-check"),
        "half-check",
        ["more"],
    ),
    "doubled grade_id": (
        marks("title", grade_id="module"),
        "title",
        ["grade_id 'module'", "1 more"],
    ),
    "grade cell without points": (marks("half-check", points=0), "half-check", ["points"]),
    "syntax error": (source("last", "x = 1\ny = = 2"), "last", ["syntax error", "line 2"]),
    "bad module name": (source("module", "# | default_exp Half-s"), "module", ["'Half-s'"]),
    "no module name": (source("module", "1"), "tools", ["`# | default_exp <module>`"]),
    "second module name": (source("last", "# | default_exp more"), "last", ["second"]),
    "export to another module": (
        source("private", "# | export thirds\nx = 1"),
        "private",
        ["'thirds'"],
    ),
    "module written by hand": (
        source("module", "# | default_exp utils"),
        "",
        ["student_lib/utils.py is written by hand", "another name"],
    ),
}


@pytest.mark.parametrize(("edit", "id", "words"), BROKEN.values(), ids=BROKEN)
def test_broken_source_is_refused(raw: Course, edit: Change, id: str, words: list[str]) -> None:
    change(raw, FIRST, edit)
    with pytest.raises(LessonError) as caught:
        build(raw, [FIRST], execute=False)
    message = str(caught.value)
    assert f"lesson {FIRST}" in message
    assert all(word in message for word in [*words, f"cell {id!r}" if id else ""]), message
    assert check(raw, FIRST) == [message]
    assert not raw.release(FIRST).exists()


def test_a_file_that_is_no_notebook_is_refused(raw: Course) -> None:
    raw.source(FIRST).write_text('{"cells": [')
    with pytest.raises(LessonError) as caught:
        build(raw, [FIRST])
    path = raw.source(FIRST)
    assert str(caught.value) == (
        f"lesson {FIRST}, line 1 of the file: {path} is not JSON: Expecting value"
    )


def test_a_missing_notebook_is_refused(raw: Course) -> None:
    raw.source(FIRST).unlink()
    with pytest.raises(LessonError, match=f"lesson {FIRST}"):
        build(raw, [FIRST])


def test_cells_without_ids_are_refused_because_each_rebuild_would_differ(raw: Course) -> None:
    old = notebook(cell("last", "1"))
    del old["cells"][0]["id"]
    old["nbformat_minor"] = 4
    write_source(raw.root, ALONE, old)
    with pytest.raises(LessonError, match=r"format 4\.4, and 4\.5 is needed"):
        build(raw, [ALONE])


def test_doubled_cell_ids_are_refused(raw: Course) -> None:
    write_source(raw.root, ALONE, notebook(cell("last", "1"), cell("last", "2")))
    with pytest.raises(LessonError, match="cell 'last': 2 cells have this id"):
        build(raw, [ALONE])


def test_doubled_grade_ids_are_refused(raw: Course) -> None:
    twice = [cell("last", "1", locked=True), cell("last", "2", locked=True)]
    write_source(raw.root, ALONE, notebook(*twice))
    with pytest.raises(LessonError, match="cell 'last': 2 cells have the grade_id 'last'"):
        build(raw, [ALONE])


def test_an_unknown_lesson_is_refused_before_anything_is_made(raw: Course) -> None:
    with pytest.raises(UsageError, match="no lesson '9-9-9-nothing'"):
        build(raw, [FIRST, "9-9-9-nothing"])
    assert not (raw.root / "release").exists()


def test_two_lessons_cannot_export_one_module(course: Course) -> None:
    change(course, SECOND, source("module", "# | default_exp halves"))
    with pytest.raises(LessonError, match=f"lesson {FIRST} exports 'halves' already"):
        build(course, [SECOND])


def test_a_module_written_by_hand_stays_as_it_is(raw: Course) -> None:
    change(raw, FIRST, source("module", "# | default_exp utils"))
    with pytest.raises(LessonError):
        build(raw, [FIRST])
    assert (raw.root / "student_lib" / "utils.py").read_text() == '"""Written by hand."""\n'


def test_exports_that_need_an_unexported_name_are_refused(raw: Course) -> None:
    change(raw, FIRST, source("private", "# | export\nthird = half(1.0) / three"))
    with pytest.raises(BuildError, match=r"NameError: name 'three' is not defined.*exported"):
        build(raw, [FIRST], execute=False)
    assert not (raw.root / "student_lib" / "halves.py").exists()


def test_a_lesson_cannot_import_what_is_no_prerequisite(course: Course) -> None:
    change(course, ALONE, source("last", "from student_lib.halves import half"))
    with pytest.raises(BuildError, match=r"cell 'last': ModuleNotFoundError in line 1: .*halves"):
        build(course, [ALONE])


def test_a_failing_cell_is_named_with_its_line(course: Course) -> None:
    change(course, ALONE, source("last", "x = 0\n1 / x"))
    with pytest.raises(BuildError) as caught:
        build(course, [ALONE])
    expected = f"lesson {ALONE}, cell 'last': ZeroDivisionError in line 2: division by zero"
    assert str(caught.value) == expected


def test_a_cell_that_ends_the_kernel_is_named(course: Course) -> None:
    change(course, ALONE, source("last", "import os; os._exit(1)"))
    with pytest.raises(BuildError, match="cell 'last': its kernel ended"):
        build(course, [ALONE])


def test_an_endless_lesson_is_stopped(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autograder.authoring.solutions.NOTEBOOK_SECONDS", 1)
    change(course, ALONE, source("last", "while True: pass"))
    with pytest.raises(BuildError, match=r"cell 'last': its .* s for the whole notebook are over"):
        build(course, [ALONE])


def test_a_solution_keeps_its_old_state_when_the_lesson_fails(course: Course) -> None:
    before = course.solution(ALONE).read_bytes()
    change(course, ALONE, source("last", "1 / 0"))
    with pytest.raises(BuildError):
        build(course, [ALONE])
    assert course.solution(ALONE).read_bytes() == before
