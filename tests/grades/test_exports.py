"""What other programs read: tables, Gradescope's results.json, JUnit's XML."""

import csv
import io
import json
import xml.etree.ElementTree as ET

import jsonschema
import pytest
from gradescope_format import GRADESCOPE

from autograder.classroom.gradebook import Scores
from autograder.engine import results
from autograder.engine.results import ExerciseResult, LessonResult
from autograder.errors import UsageError
from autograder.grades import machines, tables
from autograder.grades.cli import write
from autograder.grades.roster import ClassGrades, Person

ADA = Person("ada", "Ada", "Lovelace", "ada@example.org", "4711")
BOB = Person("bob", "", "=cmd|' /C calc'!A0", "+1@example.org", "4712")
NEW = Person("new", lms_id="4713")


def one(name, verdict, message=""):
    return results.TestResult(
        name=name,
        title=f"Looks at {name}.",
        verdict=verdict,
        message=message,
        points=2,
        seconds=0.25,
    )


def result(*tests):
    exercises = [
        ExerciseResult.of("rows", list(tests)),
        ExerciseResult.of("rest", [one("c", "passed")]),
    ]
    return LessonResult(
        lesson="3-1-1-matmul",
        score=sum(made.score for made in exercises),
        max_score=sum(made.max_score for made in exercises),
        exercises=exercises,
        version="v1",
        tier="A",
        seconds=0.75,
    )


@pytest.fixture
def grades():
    scores = {
        "ada": Scores({"rows": 4.0, "rest": 2.0}, {"rows": 4.0, "rest": 2.0}, (), 0.5),
        "bob": Scores({"rows": 0.0, "rest": 1.5}, {"rows": 4.0, "rest": 2.0}, ("rest",), 3.0),
    }
    found = {"ada": result(one("a", "passed"), one("b", "failed", "too <small> & \x1b[31m"))}
    return ClassGrades("3-1-1-matmul", 6.0, [ADA, BOB, NEW], scores, found)


def read(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_the_plain_table_has_a_row_for_everybody(grades):
    rows = read(tables.plain_table([grades]))
    assert [row["student_id"] for row in rows] == ["ada", "bob", "new"]
    assert rows[0]["score"] == "5.5"
    assert rows[0]["max_score"] == "6"
    assert rows[1]["score"] == "0"  # a penalty takes no more than there is
    assert rows[1]["to_grade_by_hand"] == "rest"
    assert rows[2]["score"] == ""


@pytest.mark.parametrize("make", [tables.plain_table, tables.canvas, tables.moodle])
def test_no_cell_is_a_formula(grades, make):
    for row in csv.reader(io.StringIO(make([grades]))):
        for cell in row:
            assert not cell.startswith(("=", "+", "@", "\t", "\r"))
            assert cell == "-" or not cell.startswith("-")


def test_numbers_are_never_taken_for_formulas():
    assert tables.inert_cell(-1.5) == "-1.5"
    assert tables.inert_cell("-1.5") == "'-1.5"
    assert tables.inert_cell("a\r\n=b") == "a =b"


def test_canvas_finds_students_by_their_id_there(grades):
    first, *rows = read(tables.canvas([grades]))
    assert first["Student"].strip() == "Points Possible"
    assert first["3-1-1-matmul"] == "6"
    assert [(row["ID"], row["3-1-1-matmul"]) for row in rows] == [("4711", "5.5"), ("4712", "0")]
    assert rows[0]["Student"] == "Lovelace, Ada"


def test_moodle_finds_students_by_their_id_number(grades):
    rows = read(tables.moodle([grades]))
    assert [(row["ID number"], row["3-1-1-matmul"]) for row in rows] == [
        ("4711", "5.5"),
        ("4712", "0"),
    ]


@pytest.mark.parametrize("make", [tables.canvas, tables.moodle])
def test_a_graded_student_whom_the_lms_cannot_know_is_named(grades, make):
    grades.scores["new"] = grades.scores["ada"]
    grades.people[2] = Person("new")
    with pytest.raises(UsageError, match=r"no LMS id is known of new: .*lms-user-id"):
        make([grades])


def test_gradescope_reads_the_results(grades, tmp_path):
    (path,) = write([grades], "gradescope", tmp_path)
    assert path == tmp_path / "3-1-1-matmul" / "ada" / "results.json"
    found = json.loads(path.read_text())
    jsonschema.validate(found, GRADESCOPE)
    assert found["score"] == sum(test["score"] for test in found["tests"]) == 4
    assert [test["status"] for test in found["tests"]] == ["failed", "passed"]
    assert "\x1b" not in path.read_text()
    jsonschema.validate(machines.refused("no notebook"), GRADESCOPE)


def test_junit_counts_what_failed_and_survives_markup(grades, tmp_path):
    (path,) = write([grades], "junit", tmp_path / "out" / "grades.xml")
    (suite,) = ET.parse(path).getroot()
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("3", "1", "0")
    (failure,) = suite.iter("failure")
    assert failure.text.startswith("too <small> &")
    assert {case.get("classname") for case in suite.iter("testcase")} == {"rows", "rest"}


def test_our_own_fault_is_an_error_and_not_a_failure():
    root = ET.fromstring(machines.junit({"ada": result(one("a", "internal"))}))
    assert [suite.get("errors") for suite in root] == ["1"]
    assert [suite.get("failures") for suite in root] == ["0"]
