"""Attempts: what is kept of each, what a second run grades, and whose points moved and why."""

import json
import logging
from itertools import pairwise

import pytest
from class_maker import LESSON
from click.testing import CliRunner

from autograder.classroom.grading import Order, grade_class
from autograder.classroom.history import Attempt, Part, changes
from autograder.cli import main

DOUBLE = "# tests: failed\n# tests of fake-2: passed"
MOVED = "double 0 → 3 (test_0: failed → passed)"


@pytest.fixture
def workbook(classroom):
    """Run a command in the course folder."""
    return lambda *args: CliRunner().invoke(main, [*args], prog_name="workbook")


@pytest.fixture
def history(workbook):
    """The attempts as `workbook history --json` lists them."""
    return lambda *args: json.loads(workbook("history", LESSON, "--json", *args).stdout)["attempts"]


def grade(classroom, **order):
    """Grade the class and return the report."""
    return grade_class(classroom.course, Order(LESSON, **order))


def test_each_attempt_keeps_its_time_version_tier_and_verdicts(classroom, history):
    classroom.hand_in("ann", double="# tests: failed")
    classroom.autograde()
    (attempt,) = history()
    assert attempt["student"] == "ann"
    assert (attempt["score"], attempt["max_score"]) == (2.0, 5.0)
    assert (attempt["version"], attempt["tier"], attempt["cause"]) == ("fake-1", "A", "handed in")
    assert attempt["exercises"]["double"] == {
        "score": 0.0,
        "max_score": 3.0,
        "tests": {"test_0": "failed"},
    }
    assert attempt["time"].endswith("+00:00")
    assert attempt["changes"] == []


def test_handing_in_again_adds_an_attempt_and_keeps_the_old_one(classroom, history):
    classroom.hand_in("ann", double=None)
    grade(classroom)
    classroom.hand_in("ann")
    report = grade(classroom)
    first, second = history()
    assert (first["score"], second["score"]) == (2.0, 5.0)
    assert second["cause"] == "handed in again"
    assert first["submission"] != second["submission"]
    assert report.moved == []  # the student did that, no instructor


@pytest.mark.parametrize("order", [{}, {"fresh": True}], ids=["again", "--force"])
def test_what_changes_nothing_adds_no_attempt(classroom, history, order):
    classroom.hand_in("ann")
    grade(classroom)
    grade(classroom, **order)
    assert len(history()) == 1


def test_a_graded_notebook_that_was_lost_adds_no_attempt(classroom, history):
    classroom.hand_in("ann")
    grade(classroom)
    next((classroom.root / "autograded").rglob("*.ipynb")).unlink()
    assert grade(classroom).students[0].status == "graded"
    assert len(history()) == 1


def test_our_own_faults_are_no_attempts(classroom, history, workbook):
    classroom.hand_in("ann")
    classroom.hand_in("bob", double="# tests: internal")
    grade(classroom)
    assert [attempt["student"] for attempt in history()] == ["ann"]
    assert workbook("history", LESSON, "--student", "bob").exit_code == 1


def test_a_mended_test_shows_whose_points_moved_and_why(classroom, workbook, history, monkeypatch):
    classroom.hand_in("ann", double=DOUBLE)
    classroom.hand_in("bob")
    assert "moved" not in workbook("grade", LESSON).stdout
    monkeypatch.setenv("FAKE_LANES_VERSION", "fake-2")
    shown = workbook("grade", LESSON).stdout
    assert "Points that moved, though the submission is the same:" in shown
    assert [line for line in shown.splitlines() if "→" in line] == [f"ann: {MOVED}"]
    before, after = history("--student", "ann")
    assert (before["version"], after["version"]) == ("fake-1", "fake-2")
    assert after["cause"] == "graded by another version"
    (change,) = after["changes"]
    assert (change["exercise"], change["old"], change["new"]) == ("double", 0.0, 3.0)
    assert change["tests"] == {"test_0": ["failed", "passed"]}
    # said once, and kept
    assert "moved" not in workbook("grade", LESSON).stdout
    assert MOVED in workbook("history", LESSON).stdout


def test_json_tells_what_moved(classroom, workbook, monkeypatch):
    classroom.hand_in("ann", double=DOUBLE)
    workbook("grade", LESSON)
    monkeypatch.setenv("FAKE_LANES_VERSION", "fake-2")
    report = json.loads(workbook("grade", LESSON, "--json").stdout)
    assert report["moved"] == [
        {
            "student": "ann",
            "changes": [
                {
                    "exercise": "double",
                    "old": 0.0,
                    "new": 3.0,
                    "tests": {"test_0": ["failed", "passed"]},
                    "by_hand": False,
                }
            ],
        }
    ]


def test_plain_autograde_says_what_moved(classroom, monkeypatch, caplog):
    classroom.hand_in("ann", double=DOUBLE)
    classroom.autograde()
    monkeypatch.setenv("FAKE_LANES_VERSION", "fake-2")
    with caplog.at_level(logging.WARNING, "autograder"):
        assert classroom.autograde().code == 0
    assert f"ann: {MOVED}" in caplog.messages


def test_points_that_a_person_gave_are_said_to_stay(classroom, monkeypatch):
    classroom.hand_in("ann", double=DOUBLE)
    grade(classroom)
    classroom.change("update grade set manual_score = 1 where auto_score = 0")
    monkeypatch.setenv("FAKE_LANES_VERSION", "fake-2")
    report = grade(classroom)
    ((change,),) = [moved.changes for moved in report.moved]
    assert str(change) == MOVED.replace(")", "; a person's points stay)")
    assert report.students[0].score == 3.0
    assert classroom.grades("ann")["double"] == (3.0, 1.0, 1)


def test_manual_grades_comments_and_penalties_survive_a_mended_test(classroom, monkeypatch):
    with (classroom.root / "course_config.py").open("a") as file:
        file.write("c.LateSubmissionPlugin.penalty_method = 'zero'\n")
    classroom.change("update assignment set duedate = '2024-02-01 00:00:00.000000'")
    classroom.hand_in("ann", double=DOUBLE, timestamp="2024-03-01 12:00:00 UTC")
    classroom.hand_in("bob", double=DOUBLE, timestamp="2024-01-01 12:00:00 UTC")
    assert classroom.autograde("--create").code == 0
    classroom.change("update grade set manual_score = 2.5, extra_credit = 1 where auto_score = 0")
    classroom.change("update comment set manual_comment = 'Nearly!'")
    monkeypatch.setenv("FAKE_LANES_VERSION", "fake-2")
    assert classroom.autograde().code == 0
    for student in ("ann", "bob"):
        assert classroom.grades(student)["double"] == (3.0, 2.5, 1)
        assert classroom.comments(student)["double"] == (None, "Nearly!")
    extra = "select extra_credit from grade where manual_score = 2.5"
    assert classroom.query(extra) == [(1.0,), (1.0,)]
    penalties = dict(
        classroom.query(
            "select student_id, late_submission_penalty from submitted_notebook sn "
            "join submitted_assignment sa on sa.id = sn.assignment_id"
        )
    )
    assert penalties == {"ann": 2.0 + 2.5 + 1.0, "bob": None}


def test_a_gradebook_put_back_from_yesterday_is_brought_up_to_date(classroom, lanes_log):
    classroom.hand_in("ann", double=None)
    grade(classroom)
    yesterday = (classroom.root / "gradebook.db").read_bytes()
    classroom.hand_in("ann")
    grade(classroom)
    (classroom.root / "gradebook.db").write_bytes(yesterday)
    assert grade(classroom).students[0].score == 5.0
    assert [line.split()[0] for line in lanes_log()].count("grade") == 2  # the result was stored


def test_history_shows_all_students_or_one(classroom, workbook):
    for student in ("bob", "ann"):
        classroom.hand_in(student, double=f"# {student}")
    grade(classroom)
    shown = workbook("history", LESSON).stdout.splitlines()
    assert [line for line in shown if not line.startswith(" ")] == ["ann", "bob"]
    assert "5 / 5  version fake-1, tier A  handed in" in shown[1]
    assert "ann" not in workbook("history", LESSON, "--student", "bob").stdout


@pytest.mark.parametrize(("lesson", "code"), [(LESSON, 1), ("9-9-9-none", 2)])
def test_history_of_nothing_is_said_and_makes_no_gradebook(classroom, workbook, lesson, code):
    (classroom.root / "gradebook.db").unlink()
    ran = workbook("history", lesson)
    assert ran.exit_code == code
    assert ran.stderr.count("Error: ") == 1
    assert not (classroom.root / "gradebook.db").exists()


def test_history_of_a_gradebook_that_never_graded_is_said(classroom, workbook):
    assert workbook("history", LESSON).exit_code == 1


def attempt(**exercises):
    """An attempt with these verdicts, one test each."""
    parts = {
        name.replace("_", "-"): Part(float(verdict == "passed"), 1.0, {"test_it": verdict})
        for name, verdict in exercises.items()
    }
    empty = dict.fromkeys(("lesson", "student", "time", "submission", "key", "version", "tier"), "")
    return Attempt(**empty, score=0.0, max_score=1.0, exercises=parts)


def test_changes_name_new_and_vanished_exercises_and_only_what_moved():
    attempts = [
        attempt(same="failed", other="blank", gone="passed"),
        attempt(same="failed", other="missing", new="passed"),
    ]
    ((gone, new),) = [changes(*pair) for pair in pairwise(attempts)]
    assert str(gone) == "gone 1 → – (test_it: passed → gone)"
    assert str(new) == "new – → 1 (test_it: new → passed)"
