"""`workbook grade` and `workbook check`: output and exit codes."""

import json

import pytest
from class_maker import LESSON
from click.testing import CliRunner
from fake_lanes import CANARY

from autograder.cli import main


@pytest.fixture
def workbook(classroom, monkeypatch):
    """Run a command in the course folder."""
    monkeypatch.setenv("COLUMNS", "200")

    def call(*args):
        return CliRunner().invoke(main, [str(arg) for arg in args], prog_name="workbook")

    return call


def test_grade_prints_a_table_of_students_and_exercises(classroom, workbook):
    classroom.hand_in("ann", add_one="# tests: passed, failed")
    classroom.hand_in("bob", b"{")
    ran = workbook("grade", LESSON)
    assert ran.exit_code == 1
    (row,) = [line for line in ran.stdout.splitlines() if "│ ann" in line]
    assert [part.strip() for part in row.split("│")[1:5]] == ["ann", "1", "3", "4 / 5"]
    assert "1 add-one · 2 double" in ran.stdout
    assert f"bob: {classroom.root}/submitted/bob/{LESSON}/{LESSON}.ipynb is not JSON" in ran.stdout


def test_grade_json_is_one_object(classroom, workbook):
    classroom.hand_in("ann", double=None)
    classroom.hand_in("bob", b"[]")
    ran = workbook("grade", LESSON, "--json")
    assert ran.exit_code == 1
    report = json.loads(ran.stdout)
    assert (report["lesson"], report["version"], report["tier"]) == (LESSON, "fake-1", "A")
    ann, bob = report["students"]
    assert ann == {
        "student": "ann",
        "status": "graded",
        "score": 2.0,
        "max_score": 5.0,
        "exercises": [
            {"id": "add-one", "score": 2.0, "max_score": 2.0, "open": False},
            {"id": "double", "score": 0.0, "max_score": 3.0, "open": False},
        ],
        "notes": [],
        "fault": False,
    }
    assert (bob["status"], bob["score"]) == ("refused", None)


def test_grade_says_what_a_person_must_grade_and_ends_with_3(classroom, workbook):
    classroom.hand_in("ann", double="# tests: internal")
    ran = workbook("grade", LESSON)
    assert ran.exit_code == 3
    assert "ann: to be graded by hand: double" in ran.stdout
    assert CANARY not in ran.output


def test_grade_shows_what_a_person_gave_and_late_penalties(classroom, workbook):
    classroom.hand_in("ann", double=None)
    workbook("grade", LESSON)
    classroom.change("update grade set manual_score = 2.5 where auto_score = 0")
    classroom.change("update submitted_notebook set late_submission_penalty = 1")
    row = json.loads(workbook("grade", LESSON, "--json").stdout)["students"][0]
    assert (row["status"], row["score"], row["notes"]) == ("unchanged", 3.5, ["late: −1"])


def test_grade_force_run_all_and_jobs_reach_the_lanes(classroom, workbook, lanes_log):
    classroom.hand_in("ann")
    assert workbook("grade", LESSON, "--jobs", "2").exit_code == 0
    assert workbook("grade", LESSON).exit_code == 0
    assert workbook("grade", LESSON, "--force").exit_code == 0
    assert [line.split()[0] for line in lanes_log()].count("grade") == 2
    ran = workbook("grade", LESSON, "--run-all", "--json")
    assert json.loads(ran.stdout)["version"] == "fake-1-all"


def test_grade_takes_submissions_from_any_folder(classroom, workbook, tmp_path):
    folder = tmp_path / "another class"
    classroom.hand_in("zoe", folder=folder)
    classroom.hand_in("ann")
    ran = workbook("grade", LESSON, "--submitted", folder)
    assert ran.exit_code == 0, ran.output
    assert classroom.scores("zoe") == {"add-one": 2.0, "double": 3.0}
    assert classroom.scores("ann") == {}
    assert sorted(path.name for path in folder.rglob("*") if path.is_file()) == [f"{LESSON}.ipynb"]


def test_grade_student_takes_a_pattern(classroom, workbook):
    for student in ("ann", "bob", "123"):
        classroom.hand_in(student)
    report = json.loads(workbook("grade", LESSON, "--student", "123", "--json").stdout)
    assert [row["student"] for row in report["students"]] == ["123"]


def test_grade_feedback_writes_pages(classroom, workbook):
    classroom.hand_in("ann")
    workbook("grade", LESSON)
    assert not (classroom.root / "feedback").exists()
    assert workbook("grade", LESSON, "--feedback").exit_code == 0
    assert "A tiny lesson" in classroom.page("ann")


def test_grade_works_from_a_folder_below(classroom, workbook, monkeypatch):
    classroom.hand_in("ann")
    monkeypatch.chdir(classroom.root / "source")
    assert workbook("grade", LESSON).exit_code == 0


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("grade", "9-9-9-none"), 2),
        (("grade",), 2),
        (("grade", LESSON), 1),
        (("grade", LESSON, "--submitted", "/no/such/folder"), 2),
        (("check", "none.ipynb"), 1),
        (("check", "none.ipynb", "--lesson", "9-9-9-none"), 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_what_cannot_be_done_is_said_in_one_message(workbook, args, code):
    ran = workbook(*args)
    assert ran.exit_code == code
    assert ran.stdout == ""
    assert ran.stderr.count("Error: ") == 1


def test_a_fault_of_the_host_is_shown_and_refused(classroom, workbook, monkeypatch):
    classroom.hand_in("ann")
    monkeypatch.setenv("FAKE_LANES_FAULT", "sandbox")
    ran = workbook("grade", LESSON)
    assert ran.exit_code == 1
    assert "user namespaces" in ran.stderr


def test_check_prints_every_test_with_verdict_points_and_message(classroom, workbook):
    path = classroom.hand_in("ann", add_one="# tests: passed, failed\n# message: off by one")
    ran = workbook("check", path)
    assert ran.exit_code == 1
    lines = ran.stdout.splitlines()
    assert lines[:5] == [
        "add-one  1 / 2",
        "  ✓ Adds to zero.  1 / 1",
        "  ✗ Adds to any number.  0 / 1  gives a wrong answer",
        "      off by one",
        "  → You forgot the one.",
    ]
    assert lines[-1] == f"{LESSON}: 4 of 5 points"


def test_check_json_is_what_the_contract_says(classroom, workbook):
    path = classroom.hand_in("ann", double=None)
    ran = workbook("check", path, "--json")
    assert ran.exit_code == 1
    result = json.loads(ran.stdout)
    assert {"lesson", "score", "max_score", "exercises"} <= result.keys()
    assert (result["lesson"], result["score"], result["max_score"]) == (LESSON, 2.0, 5.0)
    (test,) = result["exercises"][1]["tests"]
    assert {"name", "title", "verdict", "message", "seconds"} <= test.keys()
    assert test["verdict"] == "blank"


def test_check_ends_with_0_for_all_points_and_leaves_no_trace_in_the_class(classroom, workbook):
    path = classroom.hand_in("ann")
    before = {path: path.stat().st_mtime_ns for path in classroom.root.iterdir()}
    assert workbook("check", path).exit_code == 0
    after = {path: path.stat().st_mtime_ns for path in classroom.root.iterdir()}
    assert after == before


def test_check_ends_with_3_when_our_side_breaks(classroom, workbook):
    path = classroom.hand_in("ann", double="# breaks the grader")
    assert workbook("check", path).exit_code == 3
    path = classroom.hand_in("bob", double="# tests: internal")
    ran = workbook("check", path, "--json")
    assert ran.exit_code == 3
    assert CANARY not in ran.output


def test_check_guesses_the_lesson_from_name_or_cells(classroom, workbook, tmp_path):
    notebook = json.dumps(classroom.notebook())
    for name in (f"{LESSON}.ipynb", f"ann_{LESSON} (1).ipynb", "homework.ipynb"):
        (tmp_path / name).write_text(notebook)
        assert workbook("check", tmp_path / name).exit_code == 0
    other = '{"nbformat": 4, "cells": []}'
    (tmp_path / "other.ipynb").write_text(other)
    ran = workbook("check", tmp_path / "other.ipynb", "--json")
    assert ran.exit_code == 1
    assert "--lesson" in json.loads(ran.stdout)["error"]


def test_check_prints_no_terminal_codes_of_a_student(classroom, workbook):
    path = classroom.hand_in("ann", double="# tests: failed\n# message: \x1b[31m\x07[b]red[/b]")
    ran = workbook("check", path)
    assert "\x1b" not in ran.stdout
    assert "\x07" not in ran.stdout
    assert "[b]red[/b]" in ran.stdout
