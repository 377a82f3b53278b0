"""A tiny lesson of three exercises: its settings, its hidden tests, its notebook."""

import nbformat

LESSON = "1-1-1-tiny"
CANARY = "canary-8c1f2b"

CONFIG = """
from autograder.course import Course, Lesson, Limits

limits = Limits(
    cell_seconds=2, call_seconds=2, notebook_seconds=20, memory_bytes=700 * 2**20,
    output_bytes=60_000, output_count=50,
)
course = Course(lessons=(Lesson("1-1-1-tiny", preload=("matplotlib.pyplot",), limits=limits),))
"""

HIDDEN = f'''
import numpy as np
import pytest
import torch

from autograder.testing import (
    assert_close, diagnose, exercise, in_place, probe, raises, rule, unchanged
)

SECRET = "{CANARY}"


@pytest.fixture(scope="module")
def attempts():
    "As long-lived as a fixture can be here: until the next submission."
    return []


@exercise("before", points=1)
def test_before(student, attempts):
    "Doubles."
    attempts.append(student)
    assert len(attempts) <= 3  # in a row, alone, and once more where a process ended
    assert_close(student.before(torch.tensor([1.0, 2.0])), torch.tensor([2.0, 4.0]))


@exercise("middle", points=2)
@diagnose("add the two, whatever their size")
def test_adds(student):
    "Adds two tensors."
    a, b = torch.tensor([1.25, 2.5]), torch.tensor([8.0, 16.5])
    assert_close(student.middle(a, b), torch.tensor([9.25, 19.0]))


@exercise("middle", points=1)
def test_leaves_its_inputs_alone(student):
    "Leaves its inputs alone."
    a, b = torch.arange(6.0).reshape(2, 3).T, torch.ones(3, 2)
    with unchanged(a, b):
        result = student.middle(a, b)
    assert_close(result, a + b)


@exercise("middle", points=1)
@pytest.mark.parametrize("n", [1, 2, 5])
def test_any_size(student, n):
    "Works for any size."
    assert_close(student.middle(torch.ones(n), torch.ones(n)), torch.full((n,), 2.0))


@exercise("after", points=1)
@rule(forbid=["@", "torch.matmul"], function="after")
def test_after(student):
    "Multiplies without @."
    a, b = torch.rand(3, 5), torch.rand(5, 2)
    assert_close(student.after(a, b), a @ b)


@probe
def steps(student, start):
    counter = student.Counter(start)
    counter.step()
    return [counter.n, type(counter).__name__]


@exercise("after", points=1)
def test_counter(student):
    "Counts up."
    counter = student.Counter(3)
    counter.step()
    assert counter.n == 4
    assert student.run(steps, 7) == [8, "Counter"]
    with raises("ValueError"):
        student.Counter(-1)
    x = np.zeros(3)
    student.fill(x)
    assert_close(x, np.zeros(3))
    with in_place(x):
        student.fill(x)
    assert_close(x, np.ones(3))
'''

RIGHT = {
    "before": "def before(x):\n    return 2 * x",
    "middle": "def middle(a, b):\n    return a + b",
    "after": """
def after(a, b):
    return (a[:, :, None] * b).sum(1)


class Counter:
    def __init__(self, n):
        if n < 0:
            raise ValueError(n)
        self.n = n

    def step(self):
        self.n += 1


def fill(x):
    x[:] = 1
""",
}


def cell(source, id, **marks):
    new = nbformat.v4.new_code_cell(source, id=id)
    new.metadata.nbgrader = {
        "schema_version": 3, "grade_id": id, "task": False, "grade": False, "solution": False,
        "locked": True, "cell_type": "code", **marks,
    }  # fmt: skip
    return new


def notebook_of(**answers):
    """Return the lesson's notebook with the given answers, the right ones where none is given."""
    cells = [cell("import torch\nimport matplotlib.pyplot as plt", "imports")]
    for exercise, points in {"before": 1, "middle": 4, "after": 2}.items():
        source = answers.get(exercise, RIGHT[exercise])
        cells.append(cell(source, exercise, solution=True, locked=False))
        check = "plt.plot([1, 2])\nplt.show()\nprint('seen')" if exercise == "after" else "pass"
        cells.append(cell(check, f"{exercise}-check", grade=True, points=points))
    return nbformat.v4.new_notebook(cells=cells)
