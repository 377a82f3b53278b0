"""grades.csv: a spreadsheet that opens it sees text and numbers, and the columns stay in place."""

import csv

import pytest

from autograder.classroom.csv_export import COLUMNS
from autograder.grades.tables import inert_cell

FORMULAS = [
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "\u200e=1",
]
NAME = '=HYPERLINK("https://evil.test","x"),\n"second"\r\nline\x1b[31m'


@pytest.fixture
def exported(classroom):
    """Grade two students of whom one has a formula for a name, and export."""
    classroom.hand_in("ann")
    classroom.hand_in("bob", double=None)
    classroom.autograde()
    classroom.change("update student set first_name = ?, email = ? where id = 'ann'", NAME, "-a@b")
    assert classroom.nbgrader("export").code == 0
    with (classroom.root / "grades.csv").open(encoding="utf-8", newline="") as file:
        return {row["student_id"]: row for row in csv.DictReader(file)}


def test_names_are_no_formulas_and_break_no_line(exported):
    assert exported.keys() == {"ann", "bob"}
    assert exported["ann"]["first_name"] == ('\'=HYPERLINK("https://evil.test","x"), "second" line')
    assert exported["ann"]["email"] == "'-a@b"
    assert tuple(exported["bob"]) == COLUMNS


def test_scores_are_numbers_that_can_be_added(exported):
    assert [float(exported[name]["score"]) for name in ("ann", "bob")] == [5.0, 2.0]
    assert [float(exported[name]["max_score"]) for name in ("ann", "bob")] == [5.0, 5.0]
    assert exported["ann"]["last_name"] == ""


@pytest.mark.parametrize("text", FORMULAS, ids=ascii)
def test_no_text_begins_like_a_formula(text):
    assert inert_cell(text).startswith("'")


def test_numbers_stay_numbers():
    assert [inert_cell(value) for value in (-1.5, None, 2)] == ["-1.5", "", "2"]


def test_students_and_lessons_may_be_picked(classroom, tmp_path):
    for student in ("ann", "bob"):
        classroom.hand_in(student)
    classroom.autograde()
    ran = classroom.nbgrader("export", "--student", "['ann']", "--to", str(tmp_path / "some.csv"))
    assert ran.code == 0
    assert (tmp_path / "some.csv").read_text().count("\n") == 2
    ran = classroom.nbgrader(
        "export", "--assignment", "['9-9-9-no']", "--to", str(tmp_path / "no.csv")
    )
    assert (tmp_path / "no.csv").read_text().count("\n") == 1
