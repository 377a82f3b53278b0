"""Fixtures of a class with a tiny lesson; what grades it is `fake_lanes.FakeLanes`."""

import os
import shutil
import sys
from pathlib import Path

import class_maker
import pytest

from autograder.authoring.build import build
from autograder.authoring.stale import refuse_stale


@pytest.fixture(scope="session")
def built_course(tmp_path_factory):
    """The course, built once, with a gradebook that knows its lesson."""
    root = tmp_path_factory.mktemp("built") / "course"
    course = class_maker.write_course(root)
    path = os.environ["PATH"]
    try:
        build(course, execute=False, gradebook=True)
        refuse_stale(course, class_maker.LESSON)
    finally:
        os.environ["PATH"] = path  # course_config.py adds to it
    return root


@pytest.fixture
def classroom(built_course, tmp_path, monkeypatch):
    """A copy of the course for one test, which runs inside it."""
    root = tmp_path / "course"
    shutil.copytree(built_course, root)
    monkeypatch.chdir(root)
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.setenv("PATH", os.environ["PATH"])
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "jupyter"))
    monkeypatch.setenv("FAKE_LANES_LOG", str(tmp_path / "lanes.log"))
    return class_maker.Classroom(root)


@pytest.fixture
def lanes_log(classroom, tmp_path):
    """What the fake lanes were asked to do: start, grade …, close."""

    def read():
        path = tmp_path / "lanes.log"
        return path.read_text().splitlines() if path.exists() else []

    return read
