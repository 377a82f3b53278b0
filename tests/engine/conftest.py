"""The tiny lesson, written into a folder of its own and graded for real."""

from pathlib import Path

import nbformat
import pytest
from tiny_lesson import CONFIG, HIDDEN, LESSON, notebook_of

from autograder.course import load_course
from autograder.engine.lanes import Lanes
from autograder.notebook import Submission, parse_notebook


@pytest.fixture(scope="session")
def tiny_course(tmp_path_factory: pytest.TempPathFactory):
    """The course folder with its one lesson."""
    root: Path = tmp_path_factory.mktemp("course")
    (root / "course_config.py").write_text(CONFIG)
    (root / "source" / LESSON).mkdir(parents=True)
    nbformat.write(notebook_of(), root / "source" / LESSON / f"{LESSON}.ipynb")
    hidden = root / "autograder" / "hidden" / LESSON
    hidden.mkdir(parents=True)
    (hidden / "test_tiny.py").write_text(HIDDEN)
    (root / "autograder" / "mutants" / LESSON).mkdir(parents=True)
    (root / "student_lib").mkdir()
    (root / "student_lib" / "__init__.py").write_text("")
    return load_course(root)


@pytest.fixture(scope="session")
def lanes(tiny_course):
    """One warm lane for the tiny lesson."""
    with Lanes(tiny_course, LESSON, count=1) as lanes:
        lanes.start()
        yield lanes


@pytest.fixture(scope="session")
def grade(lanes):
    """Grade the tiny notebook with the given answers; see `notebook_of`."""

    def run(**answers):
        data = nbformat.writes(notebook_of(**answers)).encode()
        return lanes.grade(Submission.of(parse_notebook(data, "x"), lanes.plan.notebook, "x"))

    return run
