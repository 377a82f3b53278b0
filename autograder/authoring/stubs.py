"""What students find in the place of a solution: the course's stub, which names the exercise."""

from __future__ import annotations

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.preprocessors import ClearSolutions

__all__ = ["EXERCISE", "NamedStubs"]

EXERCISE = "{exercise}"
"""Stands for the exercise's id in `c.ClearSolutions.code_stub` and `text_stub`."""


class NamedStubs(ClearSolutions):
    """nbgrader's ClearSolutions, whose stubs may name the exercise that they stand for.

    So a check that stumbles over a blank answer says which one to fill in.
    """

    def preprocess_cell(
        self, cell: NotebookNode, resources: ResourcesDict, cell_index: int
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Put the stubs into a cell, with the id of its exercise in them."""
        code, text = self.code_stub, self.text_stub
        exercise: str = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        self.code_stub = {kind: stub.replace(EXERCISE, exercise) for kind, stub in code.items()}
        self.text_stub = text.replace(EXERCISE, exercise)
        try:
            return super().preprocess_cell(cell, resources, cell_index)
        finally:
            self.code_stub, self.text_stub = code, text
