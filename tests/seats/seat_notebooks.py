"""Notebooks as students have them, made from those of this course."""

from pathlib import Path
from typing import Any, cast

import nbformat
from nbformat import NotebookNode

from autograder.course import find_root, load_course

HERE = load_course(find_root(Path(__file__).parent))


def released(lesson: str) -> NotebookNode:
    """Return the notebook that students get."""
    return cast("NotebookNode", nbformat.read(HERE.release(lesson), as_version=4))


def answered(lesson: str, **answers: str | None) -> NotebookNode:
    """Return it with the author's answers, or others: dashes in ids are underscores, None is blank.

    Cells that only show something are left out.
    """
    source = cast("NotebookNode", nbformat.read(HERE.source(lesson), as_version=4))
    solved = {cell.id: cell.source for cell in source.cells}
    notebook = released(lesson)
    given = {name.replace("_", "-"): text for name, text in answers.items()}
    for cell in cast("list[Any]", notebook.cells):
        if cell.metadata.get("nbgrader", {}).get("solution"):
            text = given.get(cell.id, solved[cell.id])
            cell.source = cell.source if text is None else text
    cells = cast("list[Any]", notebook.cells)
    notebook.cells = [cell for cell in cells if "demo" not in cell.metadata.get("tags", [])]
    return notebook
