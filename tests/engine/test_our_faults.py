"""What breaks on our side is tried once more, and never blamed on a student."""

import os
import signal
import threading
import time
from pathlib import Path

import nbformat
import pytest
from tiny_lesson import CONFIG, HIDDEN, LESSON, notebook_of

from autograder.course import load_course
from autograder.engine.lanes import Lanes
from autograder.engine.store import ResultStore, is_ours
from autograder.notebook import Submission, parse_notebook
from autograder.sandbox.limits import tree_of

PLANTED = """

from pathlib import Path


@exercise("before", points=1)
def test_planted(student):
    "Does nothing wrong."
    place = Path({folder!r})
    left = int((place / "failures").read_text())
    (place / "failures").write_text(str(left - 1))
    with (place / "tried").open("a") as file:
        file.write("x")
    if left > 0:
        raise RuntimeError("planted")
"""


@pytest.fixture
def planted(tmp_path):
    """The tiny course, with a hidden test that fails by its own fault a number of times."""
    root = tmp_path / "course"
    source, hidden = root / "source" / LESSON, root / "autograder" / "hidden" / LESSON
    for folder in (source, hidden, root / "student_lib"):
        folder.mkdir(parents=True)
    (root / "course_config.py").write_text(CONFIG)
    (root / "student_lib" / "__init__.py").write_text("")
    text = HIDDEN.replace('@exercise("before", points=1)', '@exercise("before", points=0)')
    (hidden / "test_tiny.py").write_text(text + PLANTED.format(folder=str(tmp_path)))
    nbformat.write(notebook_of(), source / f"{LESSON}.ipynb")
    return load_course(root)


def submission(lanes, **answers):
    data = nbformat.writes(notebook_of(**answers)).encode()
    return Submission.of(parse_notebook(data, "x"), lanes.plan.notebook, "x")


def graded_with(course, folder, failures):
    (folder / "failures").write_text(str(failures))
    with Lanes(course, LESSON, count=1) as lanes:
        graded = lanes.grade(submission(lanes))
    return graded, (folder / "tried").read_text()


def test_what_broke_once_is_graded_on_a_fresh_worker(planted, tmp_path):
    graded, tried = graded_with(planted, tmp_path, failures=1)
    assert graded.result.score == 7
    assert graded.faults == []
    assert tried == "xx"


def test_what_broke_twice_is_flagged_and_costs_nobody_else(planted, tmp_path):
    graded, tried = graded_with(planted, tmp_path, failures=99)
    assert tried == "xx"
    assert graded.faults == ["test_planted: RuntimeError: planted"]
    verdicts = {test.name: test.verdict for test in graded.result.exercise("before").tests}
    assert verdicts == {"test_before": "passed", "test_planted": "internal"}
    assert graded.result.exercise("middle").score == 4
    assert is_ours(graded)
    store = ResultStore(tmp_path, LESSON)
    assert not store.put("key", graded)
    assert store.get("key") is None


def victims(lanes, name):
    """The processes of a lane whose command starts the module `name`."""
    grader = lanes._lanes[0]._process.pid
    if name == "worker":
        return tree_of(grader)[-1:]  # the youngest: what runs the student's cells
    found = [pid for pid in tree_of(grader) if name in Path(f"/proc/{pid}/cmdline").read_text()]
    return found[:1] if name == "grader" else found


@pytest.mark.parametrize("name", ["launcher", "grader", "worker"])
@pytest.mark.parametrize("where", ["cell", "call"])
def test_a_process_of_ours_that_dies_is_replaced(tiny_course, name, where):
    slow = {
        "cell": "import time\ntime.sleep(1)\ndef middle(a, b):\n    return a + b",
        "call": "import time\ndef middle(a, b):\n    time.sleep(0.3)\n    return a + b",
    }[where]
    with Lanes(tiny_course, LESSON, count=1) as lanes:
        lanes.start()
        killed = []

        def kill():
            time.sleep(0.5)
            for pid in victims(lanes, name):
                killed.append(pid)
                os.kill(pid, signal.SIGKILL)

        killer = threading.Thread(target=kill)
        killer.start()
        graded = lanes.grade(submission(lanes, middle=slow))
        killer.join()
        assert killed
        assert graded.result.score == 7
