"""The same class, graded by the real engine: sandbox, hidden tests and all."""

import pytest
from class_maker import LESSON

from autograder.classroom.grading import Order, grade_class
from autograder.classroom.single import check_notebook
from autograder.errors import SandboxError

CANARY = "canary-5d21c7"


@pytest.fixture
def real_class(classroom):
    """A class whose course_config.py names no fake lanes."""
    path = classroom.root / "course_config.py"
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "fake_lanes" not in line))
    return classroom


def graded(classroom, **order):
    """Grade the class; skip where this host offers no walls."""
    try:
        return grade_class(classroom.course, Order(LESSON, jobs=1, **order))
    except SandboxError as error:
        pytest.skip(str(error))


def test_a_class_is_graded_by_the_hidden_tests(real_class):
    real_class.hand_in("ann")
    real_class.hand_in("bob", add_one="def add_one(x):\n    return int(x) + 1", double=None)
    real_class.hand_in("cid", double="import os\nos._exit(0)")
    real_class.hand_in("dan", double="print(3.0)\ndef double(x):\n    return x ** 2")
    real_class.hand_in("eve", b"{")
    report = graded(real_class, feedback=True)
    scores = {row.student: row.score for row in report.students}
    assert scores == {"ann": 5.0, "bob": 1.0, "cid": 2.0, "dan": 2.0, "eve": None}
    assert report.exit_code == 1
    assert report.tier
    for student in ("ann", "bob", "cid", "dan"):
        page = real_class.page(student)
        assert CANARY not in page
        assert "assert student" not in page
    assert "Adds to any number." in real_class.page("bob")
    assert "3.0" in real_class.page("dan")


def test_outputs_come_back_to_their_cells(real_class):
    real_class.hand_in("ann", add_one="print('hello')\ndef add_one(x):\n    return x + 1")
    graded(real_class)
    (output,) = real_class.cells("ann")["add-one"]["outputs"]
    assert "".join(output["text"]) == "hello\n"
    assert real_class.cells("ann")["picture"]["outputs"] == []


def test_check_grades_one_notebook(real_class, tmp_path):
    path = real_class.hand_in("ann", double="def double(x):\n    return x + 1")
    try:
        result = check_notebook(real_class.course, path)
    except SandboxError as error:
        pytest.skip(str(error))
    assert (result.score, result.max_score) == (2.0, 5.0)
    (test,) = result.exercises[1].tests
    assert (test.title, test.verdict) == ("Doubles.", "failed")
    assert CANARY not in test.message
