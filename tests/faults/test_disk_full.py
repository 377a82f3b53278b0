"""A course folder on a disk that fills up: one message, and where there is room again, all is as
if it never had.
"""

import shutil

import big_class
import pytest
from big_class import LESSON
from click.testing import CliRunner

from autograder.cli import main
from autograder.errors import DiskError


def fill(root, leave):
    """Fill the disk but for `leave` bytes."""
    size = shutil.disk_usage(root).free - leave
    (root / "ballast").write_bytes(bytes(max(size, 0)))


def same(classroom, undisturbed):
    assert list(big_class.differences(undisturbed, big_class.snapshot(classroom.root))) == []


@pytest.mark.parametrize("leave", [0, 60_000, 120_000, 180_000])
def test_grading_stops_with_a_word_and_goes_on_where_there_is_room(
    small_disk, undisturbed, grade, monkeypatch, leave
):
    with small_disk(8) as classroom:
        monkeypatch.chdir(classroom.root)
        fill(classroom.root, leave)
        with pytest.raises(DiskError, match="Make room there and run the same command again"):
            grade(classroom)
        (classroom.root / "ballast").unlink()
        assert grade(classroom).exit_code == 0
        same(classroom, undisturbed)
        monkeypatch.undo()


def test_the_disk_that_fills_between_two_students_is_said_once(
    small_disk, undisturbed, monkeypatch, grade
):
    with small_disk(8) as classroom:
        monkeypatch.chdir(classroom.root)
        with pytest.raises(DiskError, match="5 of 12 submissions graded in this run"):
            grade(classroom, lambda done: fill(classroom.root, 0) if done == 5 else None)
        (classroom.root / "ballast").unlink()
        grade(classroom)
        same(classroom, undisturbed)
        monkeypatch.undo()


def test_plain_autograde_goes_on_too(small_disk, undisturbed, monkeypatch):
    with small_disk(8) as classroom:
        monkeypatch.chdir(classroom.root)
        fill(classroom.root, 150_000)
        assert classroom.autograde().code == 1
        (classroom.root / "ballast").unlink()
        assert classroom.autograde().code == 0
        same(classroom, undisturbed)
        monkeypatch.undo()


def test_the_command_ends_with_1_and_without_a_traceback(small_disk, monkeypatch):
    with small_disk(8) as classroom:
        monkeypatch.chdir(classroom.root)
        fill(classroom.root, 0)
        ran = CliRunner().invoke(main, ["grade", LESSON])
        assert ran.exit_code == 1
        assert "Make room" in ran.stderr
        assert "Traceback" not in ran.stderr
        monkeypatch.undo()
