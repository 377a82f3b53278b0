"""nbformat 4.5, unique cell ids, no outputs in source and release, one title and first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, cast

from autograder.lint.notebook import LintNotebook
from autograder.lint.rules.base import Problem, Rule, at

CELL_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
KERNEL = "python3"


def check(notebook: LintNotebook) -> Iterator[Problem]:
    """Find what is wrong with the notebook as a file, and with its title."""
    version = (notebook.raw.get("nbformat"), notebook.raw.get("nbformat_minor"))
    if version != (4, 5):
        found = f"notebook format {version[0]}.{version[1]}"
        yield Problem("", found, "open it in JupyterLab 4 and save it, or set nbformat_minor to 5")
        return
    yield from _schema(notebook)
    yield from _kernel(notebook)
    yield from _ids(notebook)
    yield from _outputs(notebook)
    if notebook.released:
        yield from _outputs(notebook.released, "the release has ")
    yield from _title(notebook)


def _schema(notebook: LintNotebook) -> Iterator[Problem]:
    from nbformat.validator import iter_validate  # takes a second, which other commands save

    errors = cast("Iterator[Any]", iter_validate(dict(notebook.raw), version=4, version_minor=5))
    for error in errors:
        path: list[object] = list(error.absolute_path)
        inside = len(path) > 1 and path[0] == "cells" and isinstance(path[1], int)
        cell = notebook.cells[cast("int", path[1])].id if inside else ""
        reason = str(error.message).splitlines()[0][:200]
        found = f"not the notebook format at {'/'.join(map(str, path)) or 'the top'}: {reason}"
        yield Problem(cell, found, "open the notebook in JupyterLab 4, mend the cell, save")


def _kernel(notebook: LintNotebook) -> Iterator[Problem]:
    metadata = notebook.raw.get("metadata")
    kernel = cast("dict[str, Any]", metadata).get("kernelspec") if _is_object(metadata) else None
    name = cast("dict[str, Any]", kernel).get("name") if _is_object(kernel) else None
    if name != KERNEL:
        yield Problem(
            "",
            f"the notebook asks for the kernel {name!r}",
            f"choose the kernel Python 3 (ipykernel), whose name is {KERNEL!r}, and save",
        )


def _is_object(value: object) -> bool:
    return isinstance(value, dict)


def _ids(notebook: LintNotebook) -> Iterator[Problem]:
    for name, count in Counter(cell.id for cell in notebook.cells).items():
        if count > 1:
            yield Problem(name, f"{count} cells have this id", "give each cell an id of its own")
        elif not CELL_ID.fullmatch(name):
            mend = "use lower-case letters, digits and dashes, such as why or predict-broadcast"
            yield Problem(name, f"the cell id {name!r} is not readable", mend)


def _outputs(notebook: LintNotebook, whose: str = "") -> Iterator[Problem]:
    for cell in notebook.code:
        if cell.raw.get("outputs") or cell.raw.get("execution_count") is not None:
            found = f"{whose}an output or an execution count"
            mend = "clear all outputs and save; solutions/ keeps the executed notebook"
            yield Problem(cell.id, found, mend)


def _title(notebook: LintNotebook) -> Iterator[Problem]:
    first = notebook.cells[0] if notebook.cells else None
    if first is None or not first.is_prose or not first.prose.opens_with_title:
        yield Problem(
            first.id if first else "",
            "the notebook does not begin with its title",
            "let the first cell be markdown and begin with `# Concept`",
        )
    titles = [
        (cell, heading)
        for cell in notebook.prose
        for heading in cell.prose.headings
        if heading.level == 1
    ]
    for cell, heading in titles[1:]:
        found = f"another heading of level 1: {heading.text!r}"
        yield at(cell, heading.line, found, "a lesson has one title; write `##` here")


RULE = Rule(1, "format", check)
