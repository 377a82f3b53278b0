"""kill -9 while the real engine grades a class: the short version of scripts/stress_kills.py."""

import os
import random
import signal
import time

import big_class
import killing
import pytest

from autograder import sandbox

STUDENTS = 30
SECONDS = 120.0


@pytest.fixture(scope="module")
def peace(tmp_path_factory):
    """A class that hands in, and what an undisturbed run makes of it."""
    if sandbox.probe().tier.name == "D":
        pytest.skip("this host offers no walls, so nothing is graded")
    folder = tmp_path_factory.mktemp("kills")
    built = big_class.built(folder / "built", STUDENTS)
    done = big_class.copied(built, folder / "done")
    killing.finished(done)
    return built, big_class.snapshot(done)


@pytest.fixture
def course(peace, tmp_path):
    """A fresh copy of the class."""
    return big_class.copied(peace[0], tmp_path / "course")


def strike(run, role, results):
    """Kill a process of this role once so many notebooks are graded."""
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        assert run.process.poll() is None, run.output
        if run.results >= results and run.kill(role, random.Random(0)):
            return
    pytest.fail(f"there is no {role}")


def ended(run):
    """Wait for the end of a run and return its exit code."""
    while run.process.poll() is None:
        run.look()
        time.sleep(0.05)
    assert not run.survivors()
    return run.wait()


def test_a_run_gets_over_the_death_of_its_processes(course, peace):
    with killing.grading(course) as run:
        for number, role in enumerate(("worker", "launcher", "worker", "grader"), 1):
            strike(run, role, 3 * number)
        code = ended(run)
        # 3: the blows may have hit one submission twice, which is then left to the next run
        assert code == 0 or (code == 3 and "could not be graded" in run.output), run.output
    if code:
        killing.finished(course)
    killing.compared(course, peace[1])


def test_a_killed_controller_leaves_no_process_and_the_next_run_goes_on(course, peace):
    for results in (1, 12):
        with killing.grading(course) as run:
            strike(run, "controller", results)
            assert ended(run) == -9
    killing.finished(course)
    killing.compared(course, peace[1])


def test_ctrl_c_ends_all_processes_with_a_word_and_the_next_run_goes_on(course, peace):
    with killing.grading(course) as run:
        while run.results < 5:
            assert run.process.poll() is None, run.output
            run.look()
        os.killpg(run.process.pid, signal.SIGINT)  # as a terminal does: to the whole group
        assert ended(run) == 130, run.output
        assert "stopped" in run.output
        assert f"of {STUDENTS} submissions graded in this run" in run.output
        assert "Traceback" not in run.output
    killing.finished(course)
    killing.compared(course, peace[1])
