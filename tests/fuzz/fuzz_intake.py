"""Any bytes in a notebook file: a clean submission or a clear refusal."""

import json
import re
import tempfile
from pathlib import Path

import msgspec
from choices import Choices

from autograder.classroom.intake import load_submission
from autograder.errors import NotebookError
from autograder.notebook import LessonNotebook, parse_notebook

INSTRUMENTED = [
    "autograder.notebook",
    "autograder.classroom.intake",
    "autograder.bounds",
    "autograder.text",
]
DICTIONARY = [
    '"cells":[', '{"cell_type":"code"', '{"cell_type":"markdown"', '"source":"', '"source":["',
    '"id":"double"', '"id":"double-check"', '"grade_id":"double"', '"metadata":{"nbgrader":{',
    '"nbformat":4', '"points":1e999', '"tags":["demo"]', "\\ud800", "\\u0000", "NaN", "-Infinity",
    '"solution":true', '"locked":true', '"grade":true', "\ufeff", "\\u202e", "\\u001b[31m",
]  # fmt: skip
IDS = ["double", "double-check", "title", "halve", "x" * 64, "x" * 50 + "-1", "x" * 50 + "-2"]
IDS += ["title-1", "title-2", "title-3", "cell-1", "cell-2", "cell-3-1", "é", "<b>", "code", "raw"]
MARKS = ["grade_id", "solution", "locked", "grade", "points", "task", "schema_version"]
STRANGE = [None, True, 7, -1, 1e308, 10**400, "", "\ud800", "\x1b[31m", [], ["a", 1], {}, [[[]]]]
ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def cell(id, source="", kind="code", **marks):
    """Return a cell as a notebook has it."""
    metadata = {"nbgrader": {"grade_id": id, **marks}} if marks else {}
    return {"cell_type": kind, "id": id, "metadata": metadata, "source": source, "outputs": []}


LESSON = {
    "cells": [
        cell("title", "# Title", kind="markdown", locked=True),
        cell("double", "def double(x): ...", solution=True),
        cell("double-check", "assert double(1) == 2", grade=True, locked=True, points=2),
        cell("own-work", "x = 1"),
        cell("halve", "def halve(x): ...", solution=True),
        cell("halve-check", "assert halve(2) == 1", grade=True, locked=True, points=1),
    ],
    "metadata": {},
    "nbformat": 4,
    "nbformat_minor": 5,
}
TEMPLATE = LessonNotebook(
    "1-1-1-fuzz", tuple(parse_notebook(json.dumps(LESSON).encode(), "lesson"))
)
FOLDER = tempfile.TemporaryDirectory(prefix="workbook-fuzz-")


def built(choices):
    """Return a notebook file, strange in the ways that bytes choose."""
    notebook = LESSON | {"cells": choices.some(lambda: built_cell(choices), most=9)}
    for name in choices.some(lambda: choices.of(list(LESSON))):
        notebook[name] = choices.of([*STRANGE, 4])
    return json.dumps(notebook).encode()


def built_cell(choices):
    """Return a cell of the lesson with other values in some places."""
    made = dict(choices.of(LESSON["cells"]))
    for name in choices.some(lambda: choices.of([*made, "tags"])):
        made[name] = choices.of([*STRANGE, *IDS])
    marks = {name: choices.of([*STRANGE, *IDS]) for name in choices.some(lambda: choices.of(MARKS))}
    if marks and isinstance(made["metadata"], dict):
        made["metadata"] = {"tags": choices.of(STRANGE), "nbgrader": choices.of([marks, *STRANGE])}
    return made


def one_input(data):
    """Read a submission; any error but NotebookError, and any unclean submission, is a finding."""
    path = Path(FOLDER.name) / "submission.ipynb"
    path.write_bytes(built(Choices(data[1:])) if data[:1] == b"\0" else data)
    try:
        submission = load_submission(path, TEMPLATE, 2**20)
    except NotebookError as error:
        message = str(error)
        assert message.isprintable(), message
        assert len(message) < 1000
        return
    ids = [one.id for one in submission.cells]
    assert len(set(ids)) == len(ids)
    assert all(map(ID.fullmatch, ids))
    msgspec.json.encode(submission.cells)
    sources = {one.grade_id: one.source for one in submission.cells if one.role != "answer"}
    for known in TEMPLATE.cells:
        if known.role in ("check", "locked"):
            assert sources[known.grade_id] == known.source


def seeds():
    """Return a plain notebook, and some that are strange in one way each."""
    changed = [
        LESSON,
        LESSON | {"cells": LESSON["cells"][::-1]},
        LESSON | {"cells": LESSON["cells"] * 2},
        LESSON | {"cells": [one | {"id": "x"} for one in LESSON["cells"]]},
        LESSON | {"cells": [one | {"source": ["a\n", "b"]} for one in LESSON["cells"]]},
        LESSON | {"cells": [one | {"cell_type": "raw"} for one in LESSON["cells"]]},
        LESSON | {"nbformat": 3},
    ]
    return [json.dumps(one).encode() for one in changed]
