"""The lesson of the benchmark: it imports torch and matplotlib and computes next to nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.notebook import CHECK_SUFFIX

__all__ = ["TINY", "hand_in", "write_hidden_tests", "write_otter_tests", "write_source"]

TINY = "1-1-1-tiny"
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
ANSWERS = {
    "double": "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION",
    "add": "def add(a, b):\n    ### BEGIN SOLUTION\n    return a + b\n    ### END SOLUTION",
    "mean": "def mean(x):\n    ### BEGIN SOLUTION\n    return x.mean()\n    ### END SOLUTION",
    "outer": "def outer(a, b):\n    ### BEGIN SOLUTION\n    return a[:, None] * b\n"
    "    ### END SOLUTION",
}
CASES = {
    "double": ("torch.ones(3)", "torch.full((3,), 2.0)"),
    "add": ("torch.ones(3), torch.ones(3)", "torch.full((3,), 2.0)"),
    "mean": ("torch.arange(3.0)", "torch.tensor(1.0)"),
    "outer": ("torch.ones(2), torch.ones(3)", "torch.ones(2, 3)"),
}
HIDDEN = """

@exercise("{name}", points=1)
def test_{name}(student):
    "Gives the right values."
    assert_close(student.{name}({inputs}), {expected})
"""
OTTER = """OK_FORMAT = False
import torch
from otter.test_files import test_case

name = "{name}"
points = 1


@test_case(points=1)
def test_{name}({name}):
    torch.testing.assert_close({name}({inputs}), {expected})
"""


def write_source(folder: Path) -> None:
    """Write the instructor's notebook to `folder`/source."""
    cells = [_cell("import matplotlib.pyplot as plt\nimport torch", "imports", locked=True)]
    for name, answer in ANSWERS.items():
        cells.append(_cell(answer, name, solution=True))
        check = f"assert callable({name}), 'define {name}'"
        cells.append(_cell(check, name + CHECK_SUFFIX, grade=True, locked=True, points=1))
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": KERNEL})
    target = folder / "source" / TINY
    target.mkdir(parents=True)
    nbformat.write(notebook, target / f"{TINY}.ipynb")


def _cell(source: str, id: str, **marks: object) -> NotebookNode:
    cell = nbformat.v4.new_code_cell(source, id=id)
    plain = {"grade": False, "solution": False, "locked": False, "task": False}
    cell.metadata["nbgrader"] = {**plain, "schema_version": 3, "grade_id": id, **marks}
    return cell


def write_hidden_tests(folder: Path) -> None:
    """Write the tests as our engine reads them."""
    folder.mkdir(parents=True)
    parts = ["import torch\n\nfrom autograder.testing import assert_close, exercise\n"]
    for name, (inputs, expected) in CASES.items():
        parts.append(HIDDEN.format(name=name, inputs=inputs, expected=expected))
    (folder / "test_tiny.py").write_text("".join(parts))


def write_otter_tests(folder: Path) -> None:
    """Write the same tests as otter-grader reads them."""
    folder.mkdir(parents=True)
    for name, (inputs, expected) in CASES.items():
        text = OTTER.format(name=name, inputs=inputs, expected=expected)
        (folder / f"{name}.py").write_text(text)


def hand_in(folder: Path, lesson: str, count: int) -> list[Path]:
    """Let `count` students hand in the source notebook, which holds the right answers.

    Each is a little different: the engine grades equal ones only once.
    """
    shutil.rmtree(folder / "submitted", ignore_errors=True)
    paths: list[Path] = []
    for number in range(count):
        target = folder / "submitted" / f"student-{number:04d}" / lesson
        shutil.copytree(folder / "source" / lesson, target)
        paths.append(target / f"{lesson}.ipynb")
        notebook = nbformat.read(paths[-1], as_version=4)
        answers = [c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("solution")]
        answers[-1].source += f"\n# written by number {number}"
        nbformat.write(notebook, paths[-1])
    return paths
