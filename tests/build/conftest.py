"""Courses for the tests: one built once and only read, and copies of it to spoil."""

import shutil
from pathlib import Path

import pytest
from tiny_course import write_course

from autograder.authoring import solutions_index
from autograder.authoring.build import build
from autograder.course import Course, load_course


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course with all its products. Read only."""
    course = write_course(tmp_path_factory.mktemp("built"))
    build(course)
    solutions_index.write(course)
    return course


@pytest.fixture
def course(built: Course, tmp_path: Path) -> Course:
    """A copy of the built course, to spoil."""
    shutil.copytree(built.root, tmp_path / "course")
    return load_course(tmp_path / "course")


@pytest.fixture
def raw(tmp_path: Path) -> Course:
    """A course of which nothing has been built."""
    return write_course(tmp_path)
