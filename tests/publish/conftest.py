"""Courses for the tests: one built once and only read, and copies of it to spoil."""

import shutil
from pathlib import Path

import pytest
from publish_course import write_course

from autograder.course import Course, load_course


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course with its releases and modules. Read only."""
    return write_course(tmp_path_factory.mktemp("published"))


@pytest.fixture
def course(built: Course, tmp_path: Path) -> Course:
    """A copy of the built course, to spoil."""
    shutil.copytree(built.root, tmp_path / "course")
    return load_course(tmp_path / "course")
