"""The gradebook on PostgreSQL, by `c.CourseDirectory.db_url` alone."""

import contextlib
import csv
import io
import socket
import subprocess
import time

import big_class
import pytest
from big_class import LESSON
from class_maker import Classroom
from click.testing import CliRunner
from server import PASSWORD
from sqlalchemy import create_engine, text

from autograder.classroom import faults
from autograder.classroom.grading import Order, Progress, grade_class
from autograder.cli import main
from autograder.doctor.gradebook import gradebook as examine
from autograder.errors import GradebookError

STUDENTS = 12
COMPARED = ("grades", "comments", "cells", "points", "students", "schema", "attempts")


class Elsewhere(Classroom):
    """A class whose gradebook is on a server."""

    def __init__(self, root, server):
        super().__init__(root)
        self.server = server

    def ask(self, words, **values):
        engine = create_engine(self.server.url)
        try:
            with engine.begin() as connection:
                found = connection.execute(text(words), values)
                return [tuple(row) for row in found] if found.returns_rows else found.rowcount
        finally:
            engine.dispose()

    def rows(self):
        return {name: compared(self.ask(big_class.QUERIES[name]), name) for name in COMPARED}


def compared(rows, name):
    """Return rows as any database gives them, in an order of their own."""
    plain = [tuple(big_class.without_measures(list(row))) for row in rows]
    return sorted(plain, key=lambda row: repr(row[1::-1] if name == "attempts" else row))


def at(root, server):
    with (root / "course_config.py").open("a") as file:
        file.write(f"c.CourseDirectory.db_url = {server.url!r}\n")
    return Elsewhere(root, server)


@pytest.fixture
def server(one_server):
    """The server, without a gradebook."""
    with contextlib.suppress(subprocess.CalledProcessError):  # it runs
        one_server.start()
    elsewhere = Elsewhere(None, one_server)
    elsewhere.ask("drop schema public cascade")
    elsewhere.ask("create schema public")
    return one_server


@pytest.fixture
def elsewhere(classroom, server):
    """A class that was never graded."""
    big_class.hand_in(classroom, STUDENTS)
    return at(classroom.root, server)


class Steps(Progress):
    """Calls back with the number of students that are done."""

    def __init__(self, at_step):
        self.done, self.at_step = 0, at_step

    def step(self, student):
        self.done += 1
        self.at_step(self.done)


def grade(classroom, at_step=lambda done: None, **order):
    return grade_class(classroom.course, Order(LESSON, **order), Steps(at_step))


@pytest.fixture
def at_home(elsewhere, tmp_path, monkeypatch):
    """The rows of the same class, graded into SQLite."""
    root = big_class.copied(elsewhere.root, tmp_path / "home" / "course")
    settings = root / "course_config.py"
    settings.write_text(
        settings.read_text().replace(elsewhere.server.url, "sqlite:///gradebook.db")
    )
    classroom = Classroom(root)
    with monkeypatch.context() as home:
        home.chdir(root)
        grade(classroom)
    return {name: compared(classroom.query(big_class.QUERIES[name]), name) for name in COMPARED}


def test_a_class_gets_the_same_grades_as_in_sqlite(elsewhere, at_home):
    assert grade(elsewhere).exit_code == 0
    assert elsewhere.rows() == at_home
    assert len(at_home["attempts"]) == STUDENTS


def test_plain_autograde_writes_there_too(elsewhere, at_home):
    assert elsewhere.autograde().code == 0
    assert elsewhere.rows() == at_home
    assert (
        not (elsewhere.root / "gradebook.db").exists()
        or elsewhere.query("select * from grade") == []
    )


def test_points_and_comments_of_a_person_survive_a_mended_test(elsewhere, monkeypatch):
    elsewhere.hand_in("ann", double="# tests of fake-1: passed\n# tests of fake-2: failed")
    grade(elsewhere)
    where = """where notebook_id = (select submitted_notebook.id from submitted_notebook
        join submitted_assignment handed_in on handed_in.id = submitted_notebook.assignment_id
        where student_id = 'ann') and cell_id = (select id from base_cell where name = :cell)"""
    set_points = f"update grade set manual_score = 1.5, extra_credit = 0.5 {where}"
    assert elsewhere.ask(set_points, cell="add-one-check") == 1
    assert elsewhere.ask(f"update comment set manual_comment = 'Seen.' {where}", cell="double") == 1
    monkeypatch.setenv("FAKE_LANES_VERSION", "fake-2")
    report = grade(elsewhere)
    (moved,) = [one for one in report.moved if one.student == "ann"]
    assert str(moved.changes[0]).startswith("double 3 → 0")
    (kept,) = [
        row for row in elsewhere.ask(big_class.GRADES) if row[:2] == ("ann", "add-one-check")
    ]
    assert kept[2:5] == (2.0, 1.5, 0.5)
    comments = {row[:2]: row[3] for row in elsewhere.ask(big_class.COMMENTS)}
    assert comments["ann", "double"] == "Seen."
    told = CliRunner().invoke(main, ["history", LESSON, "--student", "ann"])
    assert "graded by another version" in told.output


def test_only_what_is_new_is_graded_again(elsewhere):
    grade(elsewhere)
    elsewhere.hand_in("zoe")
    status = {row.student: row.status for row in grade(elsewhere).students}
    assert status.pop("zoe") == "graded"
    assert set(status.values()) == {"unchanged"}


def test_exports_read_it(elsewhere, tmp_path):
    grade(elsewhere)
    ran = CliRunner().invoke(main, ["export", LESSON, "--to", str(tmp_path / "grades.csv")])
    assert ran.exit_code == 0, ran.output
    rows = list(csv.DictReader(io.StringIO((tmp_path / "grades.csv").read_text())))
    assert [row["student_id"] for row in rows] == [f"s{number:03}" for number in range(STUDENTS)]
    assert rows[0]["score"] == "5"
    assert elsewhere.nbgrader("export", "--to", str(tmp_path / "stock.csv")).code == 0
    stock = list(csv.DictReader(io.StringIO((tmp_path / "stock.csv").read_text())))
    assert {row["student_id"]: row["score"] for row in stock}["s000"] in ("5", "5.0")
    for command in ("report", "review"):
        assert CliRunner().invoke(main, [command, LESSON]).exit_code == 0


@pytest.mark.parametrize("moment", [1, 5])
def test_a_server_that_goes_away_stops_the_class_with_a_word(elsewhere, at_home, moment):
    with pytest.raises(GradebookError, match="bring it back") as caught:
        grade(elsewhere, lambda done: elsewhere.server.stop() if done == moment else None)
    assert f"{moment} of {STUDENTS} submissions graded in this run" in str(caught.value)
    assert PASSWORD not in str(caught.value)
    elsewhere.server.start()
    assert elsewhere.ask("select count(distinct student) from workbook_attempt") == [(moment,)]
    report = grade(elsewhere)
    assert [row.status for row in report.students].count("unchanged") == moment
    assert elsewhere.rows() == at_home


def test_a_server_that_is_not_there_is_said_at_once(elsewhere):
    elsewhere.server.stop()
    ran = CliRunner().invoke(main, ["grade", LESSON])
    assert ran.exit_code == 1
    assert "bring it back, or correct c.CourseDirectory.db_url" in ran.stderr
    assert f"127.0.0.1:{elsewhere.server.port}" in ran.stderr
    assert PASSWORD not in ran.output
    assert "Traceback" not in ran.stderr
    assert not (elsewhere.root / "autograded").exists()


def test_a_server_that_says_nothing_is_given_up(classroom, monkeypatch):
    pytest.importorskip("psycopg", reason="needs the extra: pip install 'workbook[postgres]'")
    monkeypatch.setattr(faults, "CONNECT_SECONDS", 2)  # the least that the driver knows
    classroom.hand_in("ann")
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as silent:
        address = f"postgresql://grader:{PASSWORD}@127.0.0.1:{silent.getsockname()[1]}/course"
        with (classroom.root / "course_config.py").open("a") as file:
            file.write(f"c.CourseDirectory.db_url = {address!r}\n")
        start = time.monotonic()
        with pytest.raises(GradebookError, match="timeout") as caught:
            grade(classroom)
    assert time.monotonic() - start < 30
    assert PASSWORD not in str(caught.value)
    assert "connect_timeout" not in str(caught.value)


def test_the_doctor_finds_it_well(elsewhere):
    grade(elsewhere)
    (finding,) = examine(elsewhere.server.url)
    assert f"{STUDENTS} students" in finding.text
    assert PASSWORD not in finding.text
