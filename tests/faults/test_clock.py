"""Clocks that jump: limits, resuming and history rest on content and on monotonic clocks."""

import ast
import os
from pathlib import Path

import big_class
import pytest

import autograder

PACKAGE = Path(autograder.__file__).parent
WALL_CLOCKS = {"time", "time_ns", "now", "utcnow", "today", "st_mtime", "st_mtime_ns", "getmtime"}
ALLOWED = {
    "bundle.py": "removes staged folders that nobody asked for in weeks",
    "formgrader.py": "tells people that a page is older than the grade beside it",
    "history.py": "writes down for people when a grade was given",
}
FAR = [0, 4_000_000_000]


def wall_clocks(path):
    """Yield the wall clocks that a module asks."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and node.attr in WALL_CLOCKS:
            base = node.value.id if isinstance(node.value, ast.Name) else ""
            if node.attr not in ("time", "now") or base in ("time", "datetime"):
                yield node.attr


PLACES = (
    "engine/*.py",
    "sandbox/*.py",
    "classroom/*.py",
    "authoring/bundle.py",
    "authoring/stale.py",
)
GRADING = sorted(path for place in PLACES for path in PACKAGE.glob(place))


@pytest.mark.parametrize("path", GRADING, ids=lambda path: f"{path.parent.name}.{path.stem}")
def test_no_module_on_the_way_of_a_grade_asks_a_wall_clock(path):
    assert path.name in ALLOWED or list(wall_clocks(path)) == []


def test_the_search_finds_wall_clocks(tmp_path):
    path = tmp_path / "module.py"
    path.write_text("import time\nstart = time.time()\nold = file.stat().st_mtime\n")
    assert sorted(wall_clocks(path)) == ["st_mtime", "time"]


def graded(log):
    """Return what the lanes graded."""
    return [line for line in log if line.startswith("grade ")]


def touch(folder, stamp):
    """Give all files of a folder one stamp."""
    for path in folder.rglob("*"):
        os.utime(path, (stamp, stamp))


@pytest.mark.parametrize("stamp", FAR)
def test_stamps_of_files_do_not_matter_for_resuming(handed_in, grade, lanes_log, stamp):
    grade(handed_in)
    before = len(graded(lanes_log()))
    touch(handed_in.root, stamp)
    assert {row.status for row in grade(handed_in).students} == {"unchanged"}
    assert len(graded(lanes_log())) == before
    handed_in.hand_in("s003", double=None, timestamp="2024-01-01 12:00:00 UTC")
    touch(handed_in.root, stamp)
    statuses = {row.student: row.status for row in grade(handed_in).students}
    assert [name for name, status in statuses.items() if status == "graded"] == ["s003"]


def test_a_clock_set_back_keeps_the_order_of_attempts(handed_in, grade, monkeypatch):
    from autograder.classroom import history

    class Before(history.datetime):
        @classmethod
        def now(cls, zone):
            return cls(1999, 1, 1, tzinfo=zone)

    grade(handed_in, students="s000")
    handed_in.hand_in("s000", double=None)
    monkeypatch.setattr(history, "datetime", Before)
    grade(handed_in, students="s000")
    rows = handed_in.query("select time, score from workbook_attempt order by id")
    assert rows[1][0] < rows[0][0]
    assert [score for _, score in rows] == [5.0, 2.0]
    assert {row.status for row in grade(handed_in, students="s000").students} == {"unchanged"}


def test_a_clock_that_jumps_while_a_class_is_graded_changes_nothing(
    handed_in, undisturbed, grade, monkeypatch
):
    import time

    jumps = [0]
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + jumps[0])

    def jump(done):
        jumps[0] = (-1) ** done * 10**9

    assert grade(handed_in, jump).exit_code == 0
    assert list(big_class.differences(undisturbed, big_class.snapshot(handed_in.root))) == []
