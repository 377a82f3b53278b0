"""Progress is noted by the text of a check, kept in one file, and never lost."""

import json
import multiprocessing
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

import student_lib
from student_lib.seat import progress as module
from student_lib.seat.journal import FILE, Journal, home
from student_lib.seat.lessons import TABLE, Exercise, Lesson, fingerprint, lesson_of, packed, table

CHECKS = {"halves": "assert half(2) == 1, 'one'", "thirds": "assert third(3) == 1, 'one'"}
SOLUTION = "def half(x):\n    return x / 2"


def lesson(name: str = "9-1-1-parts", title: str = "Parts of <a> number") -> Lesson:
    return Lesson(
        name,
        title,
        (
            Exercise("halves", fingerprint(CHECKS["halves"]), packed(SOLUTION)),
            Exercise("thirds", fingerprint(CHECKS["thirds"])),
        ),
    )


@pytest.fixture(autouse=True)
def seat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Sit in a folder of notebooks that has a table, with a home of one's own."""
    notebooks = tmp_path / "notebooks" / "9-1-1-parts"
    notebooks.mkdir(parents=True)
    (notebooks.parent / TABLE).write_bytes(table([lesson()]))
    monkeypatch.chdir(notebooks)
    monkeypatch.setenv("STUDENT_LIB_HOME", str(tmp_path / "home"))
    module.journal.cache_clear()
    yield tmp_path
    module.journal.cache_clear()


def states() -> dict[str, str]:
    (row,) = student_lib.progress().rows
    return row.states


def test_a_check_that_passes_is_noted(seat: Path) -> None:
    module.note(f"\n{CHECKS['halves']}\r\n", None)
    assert states() == {"halves": "passed", "thirds": "open"}
    (entry,) = map(json.loads, (seat / "home" / FILE).read_text().split("\n\n"))
    assert (entry["exercise"], entry["passed"]) == ("halves", True)


def test_a_pass_stays_a_pass() -> None:
    for error in (AssertionError(), None, AssertionError()):
        module.note(CHECKS["halves"], error)
    assert states()["halves"] == "passed"


def test_a_failed_check_was_tried_and_a_blank_one_was_not() -> None:
    module.note(CHECKS["halves"], AssertionError("no"))
    module.note(CHECKS["thirds"], NotImplementedError("blank"))
    assert states() == {"halves": "tried", "thirds": "open"}


@pytest.mark.parametrize("source", ["1 + 1", "assert half(2) == 2, 'one'"], ids=str)
def test_other_cells_are_not_noted(seat: Path, source: str) -> None:
    module.note(source, None)
    assert not (seat / "home").exists()


def test_the_same_again_writes_nothing(seat: Path) -> None:
    for _ in range(3):
        module.note(CHECKS["halves"], None)
    assert (seat / "home" / FILE).read_bytes().count(b"{") == 1


def test_another_kernel_sees_it_at_once() -> None:
    student_lib.progress()
    passed = {"passed": True}
    other = Journal()
    other.add({"lesson": "9-1-1-parts", "title": "", "exercises": 2, "exercise": "thirds"} | passed)
    assert states() == {"halves": "open", "thirds": "passed"}


@pytest.mark.parametrize(
    "damage",
    [b"{", b"\xff\xfe\x00", b"[]", b'{"lesson": 3}', b"null", b'{"lesson": "9-1-1-parts"}\n'],
    ids=["cut short", "bytes", "list", "kinds", "null", "too little"],
)
def test_a_damaged_line_hides_only_itself(seat: Path, damage: bytes) -> None:
    module.note(CHECKS["halves"], None)
    path = seat / "home" / FILE
    path.write_bytes(damage + path.read_bytes() + damage)
    module.note(CHECKS["thirds"], None)
    module.journal.cache_clear()
    assert states() == {"halves": "passed", "thirds": "passed"}
    assert damage in path.read_bytes()


def write_many(writer: int) -> None:
    journal = Journal()
    for i in range(100):
        entry = {"lesson": f"lesson-{writer}", "title": "x" * 500, "exercises": 100}
        journal.add({**entry, "exercise": str(i), "passed": True})


def test_notebooks_that_write_at_once_lose_nothing() -> None:
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        pool.map(write_many, range(4))
    journal = Journal()
    journal.read()
    assert {len(journal.passed(f"lesson-{writer}")) for writer in range(4)} == {100}
    assert len(journal.entries) == 400


def test_where_nothing_can_be_written_progress_lasts_as_long_as_the_kernel(
    seat: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (seat / "blocked").write_text("a file in the place of the folder")
    monkeypatch.setenv("STUDENT_LIB_HOME", str(seat / "blocked" / "home"))
    module.note(CHECKS["halves"], None)
    assert states()["halves"] == "passed"
    assert "This is not kept" in repr(student_lib.progress())
    assert "This is not kept" in student_lib.progress()._repr_html_()


def test_lessons_of_another_bundle_are_still_counted(seat: Path) -> None:
    module.note(CHECKS["halves"], None)
    other = table([lesson("9-1-2-more", "More")])
    (Path.cwd() / TABLE).write_bytes(other)
    rows = student_lib.progress().rows
    assert [(row.title, row.passed, row.total) for row in rows] == [
        ("More", 0, 2),
        ("Parts of <a> number", 1, 2),
    ]


def test_the_table_shows_titles_as_text() -> None:
    module.note(CHECKS["halves"], None)
    page = student_lib.progress()._repr_html_()
    assert "Parts of &lt;a&gt; number" in page
    assert "<progress value=1 max=2>" in page
    assert repr(student_lib.progress()).splitlines() == [
        "  1 of 2   Parts of <a> number",
        "      ✔ halves",
        "      ○ thirds",
    ]


def test_without_a_table_it_says_where_progress_is_kept(
    seat: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(seat)
    assert "No lessons are known here" in repr(student_lib.progress())
    assert "No lessons are known here" in student_lib.progress()._repr_html_()


def test_a_file_of_that_name_that_is_no_table_does_no_harm() -> None:
    (Path.cwd() / TABLE).write_text('{"lessons": [{"name": 1}]}')
    module.note(CHECKS["halves"], None)
    assert student_lib.progress().rows == []


def test_the_folder_is_the_systems_own_unless_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STUDENT_LIB_HOME")
    assert home().name == "student_lib"
    assert home().is_relative_to(Path.home()) or os.environ.get("XDG_DATA_HOME")


# solutions
def test_a_solution_opens_once_its_check_has_passed() -> None:
    with pytest.raises(ValueError, match="opens once its check has passed"):
        student_lib.solution("halves")
    module.note(CHECKS["halves"], None)
    assert student_lib.solution("halves").data == SOLUTION


@pytest.mark.parametrize(
    ("exercise", "why"),
    [("thirds", "does not open"), ("fifths", "no exercise 'fifths' here. Exercises: halves, ")],
    ids=str,
)
def test_what_does_not_open_says_why(exercise: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        student_lib.solution(exercise)


def test_a_packed_solution_cannot_be_read_by_accident() -> None:
    text = (Path.cwd().parent / TABLE).read_text()
    assert packed(SOLUTION) in text
    assert "return" not in text


def test_a_lesson_lists_what_is_to_be_written_and_checked() -> None:
    def cell(id: str, kind: str = "code", **marks: bool) -> dict[str, object]:
        return {
            "id": id,
            "cell_type": kind,
            "source": f"# {id}",
            "metadata": {"nbgrader": {"grade_id": id, **marks}},
        }

    cells = [
        cell("A title", "markdown", locked=True),
        {"id": "mine", "cell_type": "code", "source": "1", "metadata": {}},
        cell("halves", solution=True),
        cell("halves-check", locked=True, grade=True),
        cell("practice-one", solution=True),
        cell("build-it", solution=True),
        cell("build-it-check", locked=True),
        cell("numbers-check", locked=True),
    ]
    found = lesson_of("9-1-1-parts", {"cells": cells}, {"halves": "packed"})
    assert found.title == "A title"
    assert [(one.id, one.solution) for one in found.exercises] == [
        ("halves", "packed"),
        ("build-it", ""),
    ]
