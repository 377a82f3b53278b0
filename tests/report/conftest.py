"""The tiny class of the tests of nbgrader's steps."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "nbgrader"))

import pytest
from class_fixtures import built_course, classroom
from class_maker import LESSON
from classes import HOSTILE
from click.testing import CliRunner

from autograder.cli import main

__all__ = ["built_course", "classroom"]


@pytest.fixture
def workbook(classroom):
    """Run a command in the course folder; it must end well."""

    def run(*args):
        ran = CliRunner().invoke(main, [str(arg) for arg in args], prog_name="workbook")
        assert ran.exit_code == 0, ran.output
        return ran.stdout

    return run


@pytest.fixture
def graded(classroom, workbook):
    """A class of four: ann misses a point, bob waits for a person, cid wrote what is hostile."""
    classroom.hand_in("ann", add_one="# tests: passed, failed\ndef add_one(x):\n    return 1")
    classroom.hand_in("bob", double="# tests: internal")
    classroom.hand_in("cid", double=f"# tests: failed\n# message: {HOSTILE}\n'{HOSTILE}'")
    classroom.hand_in("dora")
    CliRunner().invoke(main, ["grade", LESSON, "--feedback"])
    return classroom
