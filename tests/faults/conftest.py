"""Classes whose grading is disturbed. What grades them is fake here, unless a test says `real`."""

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "nbgrader"))

import big_class
from class_fixtures import built_course, classroom, lanes_log

from autograder.classroom.grading import Order, Progress, grade_class

__all__ = ["built_course", "classroom", "lanes_log"]

STUDENTS = 12


@pytest.fixture
def handed_in(classroom):
    """A class that was never graded."""
    big_class.hand_in(classroom, STUDENTS)
    return classroom


@pytest.fixture
def grade():
    """Grade a class; `at_step` is called with the number of students that are done."""

    class Steps(Progress):
        def __init__(self, at_step):
            self.done, self.at_step = 0, at_step

        def step(self, student):
            self.done += 1
            self.at_step(self.done)

    def run(classroom, at_step=lambda done: None, **order):
        return grade_class(classroom.course, Order(big_class.LESSON, **order), Steps(at_step))

    return run


@pytest.fixture
def undisturbed(handed_in, tmp_path, grade, monkeypatch):
    """What must come out: the snapshot of the same class, graded in peace in another folder."""
    root = big_class.copied(handed_in.root, tmp_path / "peace" / "course")
    with monkeypatch.context() as peace:
        peace.chdir(root)
        grade(type(handed_in)(root))
    return big_class.snapshot(root)


@pytest.fixture
def small_disk(handed_in, tmp_path):
    """Yield a function that mounts a small disk with the class on it."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small disk")

    @contextmanager
    def mounted(megabytes):
        place = tmp_path / "disk"
        place.mkdir()
        size = f"size={megabytes}m,nr_inodes=4k"
        made = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", size, "tmpfs", place], capture_output=True, text=True
        )
        if made.returncode:
            pytest.skip(f"no disk can be mounted here: {made.stderr.strip()}")
        try:
            yield type(handed_in)(big_class.copied(handed_in.root, place / "course"))
        finally:
            subprocess.run(["umount", "--lazy", place], check=True)

    return mounted
