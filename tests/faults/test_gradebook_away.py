"""A gradebook that is locked, away or broken: said in one message, and no grade is lost.

Afterwards the same command ends in the gradebook of an undisturbed run.
"""

import sqlite3
import threading
from contextlib import closing

import big_class
import pytest
from big_class import LESSON
from click.testing import CliRunner

from autograder.classroom import faults
from autograder.cli import main
from autograder.errors import GradebookError


class Lock:
    """Another program that holds the gradebook."""

    def __init__(self, root):
        self.database = sqlite3.connect(root / "gradebook.db", check_same_thread=False)

    def take(self):
        self.database.execute("begin exclusive")

    def release(self):
        self.database.rollback()


@pytest.fixture
def lock(handed_in, monkeypatch):
    monkeypatch.setattr(faults, "LOCK_SECONDS", 0.3)
    made = Lock(handed_in.root)
    with closing(made.database):
        yield made


def same(classroom, undisturbed):
    assert list(big_class.differences(undisturbed, big_class.snapshot(classroom.root))) == []


@pytest.mark.parametrize("moment", [0, 1, 5])
def test_a_lock_that_stays_stops_the_class_with_a_word(handed_in, undisturbed, grade, lock, moment):
    if moment == 0:
        lock.take()
    with pytest.raises(GradebookError, match="locked by another program"):
        grade(handed_in, lambda done: lock.take() if done == moment else None)
    lock.release()
    grade(handed_in)
    same(handed_in, undisturbed)


def test_the_message_counts_what_is_done(handed_in, grade, lock):
    with pytest.raises(GradebookError, match="3 of 12 submissions graded in this run"):
        grade(handed_in, lambda done: lock.take() if done == 3 else None)
    lock.release()
    kept = handed_in.query("select count(distinct student) from workbook_attempt")
    assert kept == [(3,)]


def test_a_short_lock_is_waited_for(handed_in, undisturbed, grade, lock, monkeypatch):
    monkeypatch.setattr(faults, "LOCK_SECONDS", 20)

    def hold(done):
        if done == 4:
            lock.take()
            threading.Timer(0.5, lock.release).start()

    report = grade(handed_in, hold)
    assert report.exit_code == 0
    same(handed_in, undisturbed)


def test_plain_autograde_goes_on_after_a_lock(handed_in, undisturbed, lock):
    lock.take()
    ran = handed_in.autograde()
    assert ran.code == 1
    assert "locked by another program" in ran.errors[0]
    lock.release()
    assert handed_in.autograde().code == 0
    same(handed_in, undisturbed)


def test_no_traceback_reaches_a_person(handed_in, lock):
    lock.take()
    ran = CliRunner().invoke(main, ["grade", LESSON])
    assert ran.exit_code == 1
    assert ran.stdout == ""
    assert ran.stderr.count("Error: ") == 1
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        (lambda path: path.write_bytes(b"no database" * 1000), "not a database"),
        (lambda path: (path.unlink(), path.mkdir()), "unable to open"),
    ],
    ids=["garbage", "a folder"],
)
def test_a_broken_gradebook_is_named_and_left_alone(handed_in, grade, spoil, word):
    path = handed_in.root / "gradebook.db"
    spoil(path)
    before = path.is_file() and path.read_bytes()
    with pytest.raises(GradebookError, match=word) as caught:
        grade(handed_in)
    assert str(path) in str(caught.value)
    assert (path.is_file() and path.read_bytes()) == before
    assert not (handed_in.root / "autograded").exists()


@pytest.mark.parametrize(
    ("address", "word"),
    [
        ("nonsense", "no address of a database"),
        ("nosuch://user:secret@host/x", "no address of a database"),
        ("mssql+pyodbc://user:secret@host/x", "needs the Python package pyodbc"),
    ],
)
def test_an_address_that_cannot_serve_is_said_without_its_password(handed_in, grade, address, word):
    with (handed_in.root / "course_config.py").open("a") as file:
        file.write(f"c.CourseDirectory.db_url = {address!r}\n")
    with pytest.raises(GradebookError, match=word) as caught:
        grade(handed_in)
    assert "secret" not in str(caught.value)


def test_a_second_run_on_the_same_lesson_is_refused(handed_in, grade):
    refused = []

    def try_again(done):
        if done == 2:
            with pytest.raises(GradebookError, match=f"process .* is grading {LESSON}") as caught:
                grade(handed_in)
            refused.append(caught.value)

    assert grade(handed_in, try_again).exit_code == 0
    assert len(refused) == 1
