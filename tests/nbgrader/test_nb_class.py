"""Strangers, missing students and notebooks handed in twice: said in a line, the rest is graded."""

import json
import logging

import pytest
from class_maker import LESSON
from click.testing import CliRunner

from autograder.classroom.grading import Order, grade_class
from autograder.cli import main


def enrol(classroom, *names):
    """Put students into the gradebook's list, as `nbgrader db student add` does."""
    for name in names:
        classroom.change("insert into student (id) values (?)", name)


def grade(classroom, **order):
    """Grade and return the report, and its rows by student."""
    report = grade_class(classroom.course, Order(LESSON, **order))
    return report, {row.student: row for row in report.students}


def two_notebooks(classroom):
    """Hand in the notebook and a copy of it, which is better."""
    path = classroom.hand_in("ann", double=None)
    copy = path.with_name(f"{LESSON}-Copy1.ipynb")
    copy.write_text(json.dumps(classroom.notebook()))
    return f"{copy.name} also handed in, not graded: {path.name} counts"


def test_of_two_notebooks_the_one_with_the_lessons_name_counts_and_it_is_said(classroom):
    note = two_notebooks(classroom)
    report, rows = grade(classroom)
    assert (rows["ann"].status, rows["ann"].score, rows["ann"].notes) == ("graded", 2.0, [note])
    assert report.exit_code == 0


def test_plain_autograde_says_so_too(classroom, caplog):
    note = two_notebooks(classroom)
    with caplog.at_level(logging.WARNING, "autograder"):
        assert classroom.autograde().code == 0
    assert f"ann: {note}" in caplog.messages
    assert classroom.scores("ann") == {"add-one": 2.0, "double": 0.0}


def test_students_of_the_gradebook_who_handed_in_nothing_are_listed(classroom):
    enrol(classroom, "ann", "bob", "cid")
    classroom.hand_in("ann")
    report, rows = grade(classroom)
    assert {name: row.status for name, row in rows.items()} == {
        "ann": "graded",
        "bob": "absent",
        "cid": "absent",
    }
    assert report.exit_code == 0
    assert grade(classroom, students="a*")[1].keys() == {"ann"}


def test_another_folder_of_submissions_does_not_make_the_rest_absent(classroom, tmp_path):
    enrol(classroom, "ann", "bob")
    classroom.hand_in("ann", folder=tmp_path / "late")
    assert grade(classroom, submitted=tmp_path / "late")[1].keys() == {"ann"}


def test_whoever_is_new_to_a_gradebook_with_students_is_named(classroom):
    enrol(classroom, "anne")
    classroom.hand_in("ann")
    classroom.hand_in("anne", double=None)
    report, rows = grade(classroom)
    assert report.notes == ["new in the gradebook: ann"]
    assert rows["ann"].score == 5.0
    assert grade(classroom)[0].notes == []


def test_a_first_class_is_no_news(classroom):
    classroom.hand_in("ann")
    assert grade(classroom)[0].notes == []


@pytest.fixture
def closed_class(classroom):
    """A class that takes no strangers: ann is enrolled, zoe is not."""
    with (classroom.root / "course_config.py").open("a") as file:
        file.write("c.Autograde.create_student = False\n")
    enrol(classroom, "ann")
    classroom.hand_in("ann")
    classroom.hand_in("zoe")
    return classroom


def test_strangers_are_set_aside_where_students_may_not_be_created(closed_class, lanes_log):
    report, rows = grade(closed_class)
    assert (rows["ann"].status, rows["zoe"].status) == ("graded", "refused")
    assert "nbgrader db student add zoe" in rows["zoe"].notes[0]
    assert report.exit_code == 1
    assert closed_class.query("select id from student") == [("ann",)]
    assert [line.split()[0] for line in lanes_log()].count("grade") == 1


def test_plain_autograde_sets_strangers_aside_and_create_takes_them(closed_class):
    ran = closed_class.autograde()
    assert ran.code == 1
    assert len([text for text in ran.errors if "nbgrader db student add zoe" in text]) == 1
    assert closed_class.scores("ann") == {"add-one": 2.0, "double": 3.0}
    assert closed_class.autograde("--create").code == 0
    assert closed_class.scores("zoe") == {"add-one": 2.0, "double": 3.0}


def test_files_among_the_students_folders_hurt_nobody(classroom):
    classroom.hand_in("ann")
    (classroom.root / "submitted" / "class.zip").write_bytes(b"PK")
    (classroom.root / "submitted" / ".DS_Store").write_bytes(b"")
    report, rows = grade(classroom)
    assert rows.keys() == {"ann"}
    assert report.exit_code == 0


def test_notes_on_the_class_are_printed(classroom):
    enrol(classroom, "anne")
    classroom.hand_in("ann")
    ran = CliRunner().invoke(main, ["grade", LESSON])
    assert "new in the gradebook: ann" in ran.stdout
