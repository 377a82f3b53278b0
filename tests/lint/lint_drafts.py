"""A small lesson without fault, built in code, to be spoilt by one change at a time."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

LESSON = "3-1-1-scaling"
BASE = "2-1-1-shapes"
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
ANSWER = '''
# | export
def scale(x: Tensor, by: float) -> Tensor:
    """Multiply every number of x by `by`.

    Example: scale(torch.ones(2), 3.0) -> tensor([3., 3.])
    """
    ### BEGIN SOLUTION
    return x * by
    ### END SOLUTION
'''
PRACTICE = """
### BEGIN SOLUTION
test_{0} = {1}
### END SOLUTION
"""
BUILD = '''
# | export
class Scale:
    """Scale as an object."""

    def __init__(self, by: float) -> None:
        self.by = by

    def __call__(self, x: Tensor) -> Tensor:
        """Scale x."""
        ### BEGIN SOLUTION
        return check_number(scale(x, self.by))
        ### END SOLUTION
'''


@dataclass
class Draft:
    """A notebook in the making."""

    cells: list[dict[str, Any]] = field(default_factory=list)
    metadata: dict[str, Any] = field(default_factory=lambda: copy.deepcopy(METADATA))
    minor: int = 5

    def md(self, id: str, source: str, *tags: str, after: str = "") -> None:
        """Add a markdown cell."""
        metadata = {"tags": list(tags)} if tags else {}
        cell = {"cell_type": "markdown", "id": id, "metadata": metadata, "source": source.strip()}
        self._add(cell, after)

    def code(
        self, id: str, source: str, *tags: str, mark: str = "", points: float = 0, after: str = ""
    ) -> None:
        """Add a code cell; `mark` is locked, answer or grade."""
        metadata: dict[str, Any] = {"tags": list(tags)} if tags else {}
        if mark:
            metadata["nbgrader"] = {
                "grade": mark == "grade",
                "solution": mark == "answer",
                "locked": mark != "answer",
                "task": False,
                "grade_id": id,
                "schema_version": 3,
                "cell_type": "code",
            } | ({"points": points} if mark == "grade" else {})
        cell = {
            "cell_type": "code",
            "id": id,
            "metadata": metadata,
            "source": source.strip("\n"),
            "outputs": [],
            "execution_count": None,
        }
        self._add(cell, after)

    def demo(self, id: str, source: str, *tags: str, after: str = "") -> None:
        """Add a locked cell that only shows something."""
        self.code(id, source, "demo", *tags, mark="locked", after=after)

    def _add(self, cell: dict[str, Any], after: str) -> None:
        place = self.cells.index(self[after]) + 1 if after else len(self.cells)
        self.cells.insert(place, cell)

    def __getitem__(self, id: str) -> dict[str, Any]:
        """The first cell with this id."""
        return next(cell for cell in self.cells if cell["id"] == id)

    def marks(self, id: str) -> dict[str, Any]:
        """nbgrader's marks of a cell."""
        return self[id]["metadata"]["nbgrader"]

    def put(self, id: str, old: str, new: str) -> None:
        """Replace a text in a cell; it must be there."""
        assert old in self[id]["source"], f"{id} has no {old!r}"
        self[id]["source"] = self[id]["source"].replace(old, new)

    def rename(self, old: str, new: str) -> None:
        """Give a cell another id, and nbgrader the same."""
        cell = self[old]
        cell["id"] = cell["metadata"]["nbgrader"]["grade_id"] = new

    def untag(self, id: str, tag: str) -> None:
        """Take a tag off a cell."""
        self[id]["metadata"]["tags"].remove(tag)

    def save(self, path: Path) -> Path:
        """Write the notebook."""
        path.parent.mkdir(parents=True, exist_ok=True)
        notebook = {
            "cells": self.cells,
            "metadata": self.metadata,
            "nbformat": 4,
            "nbformat_minor": self.minor,
        }
        path.write_text(json.dumps(notebook, indent=1))
        return path


def good_draft() -> Draft:
    """A lesson in which no rule finds anything."""
    draft = Draft()
    draft.md("title", "# Scaling\n\nMake numbers larger.", "problem")
    draft.code("module", "# | default_exp scaling", "imports", mark="locked")
    draft.code(
        "imports",
        "# | export\nimport torch\nfrom torch import Tensor\n"
        "from student_lib.shapes import check_number\n",
        "imports",
        mark="locked",
    )
    draft.code("seed", "from student_lib import utils\nutils.set_seed(42)", "imports")
    draft.demo("cold-open", 'utils.heatmap(torch.eye(2), title="the goal")', "plot")
    draft.md("why", "## Why\nThe next row is twice as large; one step is enough.", "why")
    _intuition(draft)
    _practice(draft)
    _exercise(draft)
    draft.md("short", "## Shortcuts\nThe library has it.", "shortcuts")
    draft.demo("short-code", "torch.mul(prices, 2)")
    draft.md("adjacent", "## Adjacent\nSearch for *affine map*.", "adjacent")
    draft.md("refs", "## References\n[Fast.ai Part 2](https://course.fast.ai)", "references")
    return draft


def _intuition(draft: Draft) -> None:
    draft.code("prices", 'prices = torch.tensor([2.0, 3.0, 5.0])  # "tea", "milk", "bread"')
    draft.demo("prices-shown", "prices * 2")
    draft.md("picture", "![a row of prices, each twice as high](prices.png)")
    draft.demo("prices-drawn", 'utils.bars({"tea": 2.0, "milk": 3.0})', "plot")
    draft.md("formula", "Doubling twice:\n\n$$\n2 (2 x) = 4 x\n$$")
    draft.demo("curve", "utils.curves(prices, twice=prices * 2)", "plot")
    draft.md("move", "How far can it go?")
    draft.demo("draw", "def draw(by: float) -> None:\n    utils.bars({'tea': 2.0 * by})")
    draft.demo("slide", "utils.sliders(draw, by=(0.0, 3.0))", "sliders")


def _practice(draft: Draft) -> None:
    for name, value in {"half": "prices / 2", "twice": "prices * 2", "none": "prices * 0"}.items():
        draft.md(f"ask-{name}", f"What are the prices, {name}?")
        source = PRACTICE.format(name, value)
        draft.code(f"practice-{name}", source, "practice", mark="answer")
        check = f'assert test_{name}.shape == (3,), "one number a price"'
        draft.code(f"practice-{name}-check", check, "practice", mark="locked")


def _exercise(draft: Draft) -> None:
    draft.md("task", "Write `scale`.\n\n<details><summary>Help: too small</summary>\nx</details>")
    draft.code("scale", ANSWER, "exercise", mark="answer")
    check = 'expected = prices * 3\nassert torch.equal(scale(prices, 3), expected), "times 3"'
    draft.code("scale-check", check, "check", mark="grade", points=2)
    draft.md("class", "The same as a class.")
    draft.code("build-scale", BUILD, "refactor", mark="answer")
    check = 'assert torch.equal(Scale(3)(prices), expected), "times 3"'
    draft.code("build-scale-check", check, "check", mark="locked")
    draft.demo("at-work", "utils.bars({'bread': float(Scale(2)(prices)[2])})", "plot")
