"""Ctrl-C: one line, nothing lost; and what a person sees while a class is graded."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import big_class
import pytest
from big_class import LESSON
from click.testing import CliRunner

from autograder.classroom import grading
from autograder.cli import main
from autograder.engine import lanes
from autograder.engine.plans import Plan
from autograder.errors import InternalError, Interrupted


def graded(log):
    """Return what the lanes graded."""
    return [line for line in log if line.startswith("grade ")]


def stop_at(number):
    """Press Ctrl-C when so many students are done."""

    def press(done):
        if done == number:
            raise KeyboardInterrupt

    return press


@pytest.mark.parametrize("done", [1, 7, 12])
def test_ctrl_c_says_how_far_it_came_and_the_next_run_goes_on(
    handed_in, undisturbed, grade, lanes_log, done
):
    before = len(graded(lanes_log()))
    with pytest.raises(Interrupted, match=f"stopped.*{done} of 12 submissions graded"):
        grade(handed_in, stop_at(done))
    assert lanes_log()[-1] == "close"
    kept = handed_in.query("select count(distinct student) from workbook_attempt")
    assert kept == [(done,)]
    report = grade(handed_in)
    assert report.exit_code == 0
    assert list(big_class.differences(undisturbed, big_class.snapshot(handed_in.root))) == []
    assert len(graded(lanes_log())) == before + 12  # nobody twice


def test_the_command_ends_with_130_and_one_line(handed_in, monkeypatch):
    monkeypatch.setattr(grading.Progress, "begin", lambda self, total: stop_at(total)(total))
    monkeypatch.setattr("autograder.commands.grade.RichProgress.begin", grading.Progress.begin)
    ran = CliRunner().invoke(main, ["grade", LESSON])
    assert ran.exit_code == 130
    assert ran.stdout == ""
    assert [line for line in ran.stderr.splitlines() if "Error" in line] == [
        "Error: stopped, and the same command goes on: 0 of 12 submissions graded in this run, and "
        "every grade is kept"
    ]


def test_ctrl_c_before_anything_was_planned_is_said_too(handed_in, grade, monkeypatch):
    monkeypatch.setattr(grading, "look", lambda *args: stop_at(0)(0))
    with pytest.raises(Interrupted, match="nothing graded in this run"):
        grade(handed_in)


def test_a_grader_that_gets_warm_for_nobody_ends_without_a_word(classroom, monkeypatch, capfd):
    monkeypatch.setattr(lanes, "START_SECONDS", 0.1)
    lane = lanes.Lane(Plan.of(classroom.course, LESSON), 0)
    with pytest.raises(InternalError, match="a grader did not start: TimeoutError"):
        lane.start()
    assert capfd.readouterr().err == ""


def test_a_terminal_sees_a_bar_with_rate_and_remaining_time(classroom):
    big_class.hand_in(classroom, 40)
    ours, theirs = pty.openpty()
    workbook = Path(sys.executable).parent / "workbook"
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "120"}
    with subprocess.Popen(
        [workbook, "grade", LESSON],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    ) as process:
        os.close(theirs)
        seen = b""
        while True:
            try:
                data = os.read(ours, 65536)
            except OSError:  # the terminal's other side is closed
                break
            seen += data
        assert process.wait(60) == 0
    os.close(ours)
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", seen.decode())
    assert re.search(r"grading .* \d+/40 +\d+\.\d/s \d:\d\d:\d\d", text), text[-2000:]
