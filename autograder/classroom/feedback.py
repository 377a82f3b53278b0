"""Feedback pages: `nbgrader generate_feedback` with our exporter and template.

A page runs nothing and fetches nothing, whatever a student wrote: outputs are text and pictures,
Markdown is cleaned, and a Content-Security-Policy forbids the rest. It shows results as the
grader's records have them, never as an output claims.
"""

from __future__ import annotations

import logging
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any, cast

import jinja2
import msgspec
from nbconvert.exporters import HTMLExporter
from nbconvert.exporters.exporter import ResourcesDict
from nbconvert.filters import ansi2html
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode, from_dict
from nbgrader.api import Comment, Grade, Gradebook
from nbgrader.preprocessors import GetGrades

from autograder import TEMPLATES
from autograder.classroom.blocks import MARK, PICTURES, block, block_html, block_of, inert, mark
from autograder.classroom.gradebook import rows, submitted
from autograder.classroom.pages import code_html, inert_markdown, markdown_html, text_html
from autograder.notebook import CHECK_SUFFIX
from autograder.text import one_line, plain, worded

__all__ = ["FeedbackExporter", "FeedbackGrades", "Inert"]

MAX_NICE = 200_000  # characters of a student that are rendered, not just shown
GRADED = ("check", "written")  # a person gives the points of a written answer
NAMES = {"first_name", "last_name"}  # the formgrader puts them into its pages as they are
log = logging.getLogger(__name__)


def inert_outputs(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return outputs as text and pictures; result blocks are made anew from their records."""
    kept: list[dict[str, Any]] = []
    for output in outputs:
        exercise = block_of(output)
        kept.extend([block(exercise)] if exercise else inert([output]))
    return kept


class Inert(Preprocessor):
    """Takes out what a browser would run or fetch. For pages that are not ours (formgrader)."""

    enabled = True

    def preprocess(
        self, nb: NotebookNode, resources: ResourcesDict
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Clean outputs, and the text that the lesson's author did not write."""
        for name in NAMES & resources.keys():
            resources[name] = escape(one_line(resources[name] or ""))
        most = MAX_NICE if is_short(nb) else MAX_NICE // len(nb.cells)
        for cell in nb.cells:
            cell.pop("attachments", None)
            if not is_authors(cell):
                cell.source = plain(cell.source[:most])
            if cell.cell_type == "code":
                cell.outputs = [from_dict(output) for output in inert_outputs(cell.outputs)]
            else:
                cell.cell_type = "markdown"  # a raw one would be put into the page as it is
                cell.source = inert_markdown(cell.source, author=is_authors(cell))
        return nb, resources


def is_short(nb: NotebookNode) -> bool:
    """Whether what the student wrote can be rendered in a time that nobody notices."""
    return sum(len(cell.source) for cell in nb.cells if not is_authors(cell)) <= MAX_NICE


def marks_of(cell: NotebookNode) -> dict[str, Any]:
    """Return nbgrader's metadata of a cell."""
    return cast("dict[str, Any]", cell.metadata.get("nbgrader", {}))


def is_authors(cell: NotebookNode) -> bool:
    """Whether the cell's source is the author's: autograde put it back."""
    marks = marks_of(cell)
    return bool(marks.get("locked")) and not marks.get("solution")


class FeedbackGrades(GetGrades):
    """Takes scores and comments from the gradebook, and knows which ones are still open."""

    def preprocess(
        self, nb: NotebookNode, resources: ResourcesDict
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Put them into the cells' metadata, and totals into the resources."""
        where = resources["nbgrader"]
        with Gradebook(where["db_url"]) as gradebook:
            notebook, _ = submitted(gradebook, where)
            grades = rows(gradebook, Grade, notebook.id)
            comments = rows(gradebook, Comment, notebook.id)
            penalty = notebook.late_submission_penalty or 0.0
            where["score"] = float(notebook.score) - penalty
            where["max_score"] = float(notebook.max_score)
            where["late_penalty"] = penalty
            for cell in nb.cells:
                self._mark(marks_of(cell), grades, comments)
        return nb, resources

    @staticmethod
    def _mark(marks: dict[str, Any], grades: dict[str, Any], comments: dict[str, Any]) -> None:
        grade = grades.get(marks.get("grade_id", "")) if marks.get("grade") else None
        if grade is not None:
            marks["score"] = float(grade.score)
            marks["points"] = float(grade.max_score)
            marks["open"] = grade.auto_score is None and grade.manual_score is None
            marks["by_hand"] = grade.manual_score is not None
        comment = comments.get(marks.get("grade_id", "")) if marks.get("solution") else None
        if comment is not None:
            marks["comment"] = comment.comment


class FeedbackExporter(HTMLExporter):
    """Makes a student's page from the autograded notebook and the gradebook."""

    def __init__(self, config: Any = None, **kw: Any) -> None:
        super().__init__(config=config, **kw)
        self.sanitize_html = True
        self._preprocessors = []  # this page cleans what it shows itself
        self.root = Path(kw["parent"].coursedir.root) if kw.get("parent") else Path()
        loader = jinja2.FileSystemLoader(TEMPLATES)
        pages = jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True)
        pages.filters["ansi"] = ansi2html
        self.page = pages.get_template("feedback.html.j2")

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **kw: object
    ) -> tuple[str, dict[str, Any]]:
        """Convert an autograded notebook."""
        node = cast("NotebookNode", from_dict(msgspec.json.decode(Path(filename).read_bytes())))
        return self.from_notebook_node(node, resources)

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: object
    ) -> tuple[str, dict[str, Any]]:
        """Run the preprocessors and fill in the template."""
        made = self._init_resources(resources)
        for preprocessor in self._preprocessors:
            nb, made = preprocessor(nb, made)
        lesson = str(made["nbgrader"]["assignment"])
        pictures = solution_pictures(self.root / "solutions" / lesson / f"{lesson}.ipynb")
        nicely = is_short(nb)
        cells = [view(cell, pictures, nicely=nicely) for cell in nb.cells]
        text = self.page.render(
            title=title_of(nb) or lesson,
            grades=made["nbgrader"],
            cells=cells,
            exercises=[cell for cell in cells if cell["kind"] in GRADED],
            about=nb.metadata.get(MARK, {}),
        )
        return text, made


def view(
    cell: NotebookNode, pictures: dict[str, list[dict[str, Any]]], *, nicely: bool = True
) -> dict[str, Any]:
    """Return what the template needs of a cell."""
    marks = marks_of(cell)
    seen: dict[str, Any] = {"kind": kind_of(cell), "marks": marks, "outputs": []}
    seen["comment"] = markdown_html(marks.get("comment") or "", author=False)
    seen["html"] = source_html(cell, nicely=nicely)
    if cell.cell_type != "code":
        return seen
    seen["outputs"] = inert_outputs(cell.outputs)
    if not seen["outputs"] and "demo" in cell.metadata.get("tags", []):
        seen["outputs"] = pictures.get(str(marks.get("grade_id") or cell.id), [])
        seen["borrowed"] = bool(seen["outputs"])
    for output in seen["outputs"]:
        exercise = block_of(output)
        if exercise is not None and seen["kind"] == "check":
            seen["block"] = block_html(exercise)
            seen["passed"] = [mark(test) for test in exercise.tests]
            seen["name"] = str(marks["grade_id"]).removesuffix(CHECK_SUFFIX)
    seen["outputs"] = [output for output in seen["outputs"] if block_of(output) is None]
    return seen


def source_html(cell: NotebookNode, *, nicely: bool) -> str:
    """Return what the cell says."""
    author = is_authors(cell)
    source = cell.source if author else worded(cell.source)
    if not (author or nicely):
        return text_html(source)
    return code_html(source) if cell.cell_type == "code" else markdown_html(source, author=author)


def kind_of(cell: NotebookNode) -> str:
    """text, code, answer, check or written: what the template tells apart."""
    marks = marks_of(cell)
    if marks.get("grade"):
        return "written" if marks.get("solution") else "check"
    if marks.get("solution"):
        return "answer"
    return "code" if cell.cell_type == "code" else "text"


def title_of(nb: NotebookNode) -> str:
    """Return the text of the first heading that the author wrote."""
    for cell in nb.cells:
        if cell.cell_type == "markdown" and is_authors(cell) and cell.source.startswith("# "):
            return str(cell.source).splitlines()[0].removeprefix("# ").strip()
    return ""


@lru_cache(8)
def solution_pictures(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Return the pictures of a solution notebook by cell; nothing where there is no such file."""
    try:
        cells = msgspec.json.decode(path.read_bytes())["cells"]
    except FileNotFoundError:
        return {}
    except (OSError, msgspec.MsgspecError, KeyError, TypeError) as error:
        log.warning("%s cannot be read (%s): pages show no pictures of it", path, error)
        return {}
    found: dict[str, list[dict[str, Any]]] = {}
    for cell in cells:
        kept: list[dict[str, Any]] = []
        for output in inert(cell.get("outputs", [])):
            data = output.get("data", {})
            output["data"] = {kind: data[kind] for kind in PICTURES if kind in data}
            if output["data"]:
                kept.append(output)
        for name in (cell.get("id"), cell["metadata"].get("nbgrader", {}).get("grade_id")):
            if name and kept:
                found[name] = kept
    return found
