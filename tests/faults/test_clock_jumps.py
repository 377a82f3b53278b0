"""The host's clock jumps by decades while the real engine grades."""

import datetime
import itertools
import shutil
import subprocess
import time
from pathlib import Path

import big_class
import killing
import pytest
from big_class import LESSON

from autograder import sandbox

STUDENTS = 6
DECADES = 600_000_000
SOURCE = Path(__file__).with_name("jumping_clock.c")


@pytest.fixture
def course(tmp_path):
    """A class of which one notebook never ends by itself."""
    if sandbox.probe().tier.name == "D":
        pytest.skip("this host offers no walls, so nothing is graded")
    root = big_class.built(tmp_path / "course", STUDENTS)
    path = root / "course_config.py"
    quick = f'Lesson("{LESSON}", limits=Limits(cell_seconds=2, call_seconds=2))'
    text = path.read_text().replace(f'Lesson("{LESSON}")', quick)
    assert quick in text
    path.write_text(text)
    classroom = big_class.Classroom(root)
    classroom.hand_in("zoe", double="while True:\n    pass")
    return root


@pytest.fixture
def jumping(tmp_path):
    """What sets the clock, and the environment of a program that goes by it."""
    compiler, clock = shutil.which("cc"), tmp_path / "clock"
    if compiler is None:
        pytest.skip("there is no C compiler to build a clock that jumps")
    library = tmp_path / "clock.so"
    options = ["-shared", "-fPIC", "-O1", "-o", library, SOURCE, "-ldl"]
    subprocess.run([compiler, *options], check=True)
    clock.write_text(str(DECADES))
    return clock, {"LD_PRELOAD": str(library), "JUMPING_CLOCK": str(clock)}


def test_limits_and_grades_are_those_of_a_steady_clock(course, jumping, tmp_path):
    steady = big_class.copied(course, tmp_path / "steady")
    killing.finished(steady)
    clock, variables = jumping
    with killing.grading(course, **variables) as run:
        for offset in itertools.cycle((-DECADES, DECADES)):
            run.look()
            if run.process.poll() is not None:
                break
            (new := clock.with_name("new")).write_text(str(offset))
            new.replace(clock)  # a file that is being written would say no offset at all
            time.sleep(0.2)
        assert run.wait() == 0, run.output
    killing.compared(course, big_class.snapshot(steady))
    classroom = big_class.Classroom(course)
    years = {int(when[:4]) for (when,) in classroom.query("select time from workbook_attempt")}
    assert datetime.datetime.now(datetime.UTC).year not in years
    ((verdicts,),) = classroom.query("select exercises from workbook_attempt where student = 'zoe'")
    assert "timeout" in verdicts
