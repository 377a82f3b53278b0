"""What nbgrader's formgrader shows of ours above a submission: the way to its review page.

`workbook review LESSON` writes the pages; the Jupyter server that runs the formgrader serves them
as files of the course folder.
"""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

from nbconvert.exporters.exporter import ResourcesDict
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from autograder.classroom.feedback import GRADED, kind_of, marks_of
from autograder.notebook import CHECK_SUFFIX

__all__ = ["ReviewLinks"]


class ReviewLinks(Preprocessor):
    """Puts links to the solution, beside what the student wrote, above a submission."""

    enabled = True

    def preprocess(
        self, nb: NotebookNode, resources: ResourcesDict
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Add a cell of links; other pages than the formgrader's stay as they are."""
        if "submission_id" in resources:
            root = Path(self.config.CourseDirectory.root)
            graded = Path(resources["metadata"]["path"], f"{resources['notebook_id']}.ipynb")
            where = (resources["student"], resources["assignment_id"])
            page = root.joinpath("reviews", *where, f"{resources['notebook_id']}.html")
            address = address_of(page, graded, resources) if page.is_file() else ""
            old = bool(address) and page.stat().st_mtime < graded.stat().st_mtime
            text = links(nb, address, where[1], old=old)
            nb.cells.insert(0, new_markdown_cell(text, id="workbook-review"))
        return nb, resources


def address_of(page: Path, graded: Path, resources: ResourcesDict) -> str:
    """Return where the server shows a file of the course, which it knows `graded` to be one of."""
    way = Path(os.path.normpath(resources["notebook_path"])).parent
    served = os.path.normpath(way / os.path.relpath(page, graded.parent))
    # the formgrader's template would take /files/ off the beginning of a link
    return f"{resources['base_url']}/./files/{quote(served)}"


def links(nb: NotebookNode, address: str, lesson: str, *, old: bool) -> str:
    """Return one line of Markdown that leads to each exercise, or says how it would."""
    mend = f"`workbook review {lesson}`"
    if not address:
        return f"{mend} writes a page with the solution beside each answer, and links to it here."
    names = [
        str(marks_of(cell)["grade_id"]).removesuffix(CHECK_SUFFIX)
        for cell in nb.cells
        if kind_of(cell) in GRADED
    ]
    shown = " · ".join(f"[{name}]({address}#{quote(name)})" for name in names)
    note = f" (made before this was last graded: {mend} makes it anew)" if old else ""
    return f"Beside the solution: {shown}{note}"
