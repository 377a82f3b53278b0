"""kill -9 while the real engine grades a class: the short version of scripts/stress_kills.py."""

import os
import random
import signal
import time

import big_class
import killing
import pytest

from autograder import sandbox

STUDENTS = 20
SECONDS = 60.0


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


def strike(run, role):
    """Kill a process of this role while a class is being graded."""
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        assert run.process.poll() is None, run.output
        if "worker" in {one.role for one in run.look()} and run.kill(role, random.Random(0)):
            return
    pytest.fail(f"there is no {role}")


def ended(run):
    """Wait for the end of a run and return its exit code."""
    while run.process.poll() is None:
        run.look()
        time.sleep(0.05)
    assert not run.survivors()
    return run.wait()


@pytest.mark.parametrize("roles", [("worker", "launcher", "grader"), ("worker",) * 4], ids=str)
def test_a_run_gets_over_the_death_of_its_processes(course, peace, roles):
    with killing.grading(course) as run:
        for role in roles:
            strike(run, role)
        assert ended(run) in (0, 3), run.output
        hit_twice = run.wait() == 3
    if hit_twice:  # two kills met one submission
        killing.finished(course)
    killing.compared(course, peace[1])


def test_a_killed_controller_leaves_no_process_and_the_next_run_goes_on(course, peace):
    for _ in range(3):
        with killing.grading(course) as run:
            strike(run, "controller")
            assert ended(run) == -9
    killing.finished(course)
    killing.compared(course, peace[1])


def test_ctrl_c_ends_all_processes_with_a_word_and_the_next_run_goes_on(course, peace):
    with killing.grading(course) as run:
        while "worker" not in {one.role for one in run.look()}:
            assert run.process.poll() is None, run.output
        os.killpg(run.process.pid, signal.SIGINT)  # as a terminal does: to the whole group
        assert ended(run) == 130, run.output
        assert "stopped" in run.output
        assert f"of {STUDENTS} submissions graded in this run" in run.output
        assert "Traceback" not in run.output
    killing.finished(course)
    killing.compared(course, peace[1])
