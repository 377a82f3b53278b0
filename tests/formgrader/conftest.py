"""A graded class in JupyterLab, opened in Chromium."""

import os
import shutil
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "nbgrader"))

from browsing import chromium
from class_maker import Classroom
from lab_server import lab_server, need_lab_extension
from written_course import write_written_course

WAIT = 60_000  # milliseconds for the slowest step: a submission graded on a busy machine


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """The course, built. Read only."""
    path = os.environ["PATH"]
    try:
        return write_written_course(tmp_path_factory.mktemp("written") / "course")
    finally:
        os.environ["PATH"] = path  # course_config.py adds to it


@pytest.fixture
def classroom(built, tmp_path, monkeypatch):
    """A copy of it for one test; nobody has handed in anything."""
    monkeypatch.setenv("PATH", os.environ["PATH"])
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "jupyter"))
    shutil.copytree(built.root, tmp_path / "course")
    return Classroom(tmp_path / "course")


@pytest.fixture
def browser():
    """Chromium, where both it and the formgrader are installed."""
    need_lab_extension()
    with chromium() as started:
        yield started


@pytest.fixture
def lab(browser, classroom, tmp_path):
    """JupyterLab on the class, in a browser that reaches nothing else."""
    home = tmp_path / "home"
    home.mkdir()
    with lab_server(classroom.root, home) as address:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.set_default_timeout(WAIT)
        context.route(
            lambda url: not url.startswith((address, "data:", "blob:")), lambda route: route.abort()
        )
        page = context.new_page()
        page.goto(f"{address}/lab")
        yield page
        context.close()


@pytest.fixture
def picture(lab):
    """Keep a picture of each step in the folder that WORKBOOK_SCREENSHOTS names, if it does."""
    folder = os.environ.get("WORKBOOK_SCREENSHOTS")
    taken = []

    def take(name):
        taken.append(name)
        if folder:
            lab.screenshot(path=Path(folder) / f"{len(taken):02}-{name}.png")

    return take
