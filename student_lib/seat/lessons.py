"""The lessons a student has, with their exercises: read from notebooks, kept in a small table.

`lessons.json` lies in the library of a published bundle, and beside the notebooks that `workbook
lab` lays out. An exercise is known by the text of its visible check, so that any front end will do,
also one that tells a kernel nothing of its cells.
"""

import base64
import hashlib
import json
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

__all__ = [
    "BLANK",
    "CHECK",
    "Exercise",
    "Lesson",
    "fingerprint",
    "known_lessons",
    "lesson_of",
    "marks",
    "packed",
    "read_notebook",
    "table",
    "unpacked",
]

TABLE = "lessons.json"
CHECK = "-check"
BLANK = re.compile(
    r"raise NotImplementedError\([\"']\S+ is blank|# fill in code here\s+raise NotImplementedError"
)
"""An answer that still holds what the release put in the place of the solution."""
PACKAGE = Path(__file__).parents[1]


@dataclass(frozen=True)
class Exercise:
    """One exercise: its id, the fingerprint of its visible check, its solution where it opens.

    A solution is packed, so that nobody reads it by accident. It is no lock: see `unpacked`.
    """

    id: str
    check: str
    solution: str = ""


@dataclass(frozen=True)
class Lesson:
    """A lesson: the name of its notebook, its title, its exercises in order."""

    name: str
    title: str
    exercises: tuple[Exercise, ...]


def fingerprint(source: str) -> str:
    """Return a hash of a cell's text, whatever ends its lines."""
    return hashlib.sha256("\n".join(source.strip().splitlines()).encode()).hexdigest()[:16]


def read_notebook(path: Path) -> dict[str, Any]:
    """Return a notebook with every source in one piece.

    Raises ValueError when the file is no notebook, OSError when it cannot be read.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"{path} is no notebook: {error}") from None
    if not isinstance(content, dict) or not isinstance(content.get("cells"), list):
        raise ValueError(f"{path} is no notebook")
    for cell in content["cells"]:
        cell["source"] = "".join(cell["source"])
    return content


def marks(cell: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what nbgrader knows about a cell."""
    return cell["metadata"].get("nbgrader", {})


def lesson_of(name: str, notebook: Mapping[str, Any], solutions: Mapping[str, str]) -> Lesson:
    """Return the lesson that a notebook holds, with these packed solutions by exercise."""
    cells: Sequence[Any] = notebook["cells"]
    answers = {marks(cell)["grade_id"] for cell in cells if marks(cell).get("solution")}
    found: list[Exercise] = []
    for cell in cells:
        id = str(marks(cell).get("grade_id", "")).removesuffix(CHECK)
        if marks(cell).get("locked") and cell["cell_type"] == "code" and id in answers:
            found.append(Exercise(id, fingerprint(cell["source"]), solutions.get(id, "")))
    lines = str(cells[0]["source"] if cells else "").splitlines()
    return Lesson(name, lines[0].removeprefix("# ").strip() if lines else name, tuple(found))


def table(lessons: Iterable[Lesson]) -> bytes:
    """Return the contents of the table's file."""
    content = {"lessons": [asdict(lesson) for lesson in lessons]}
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()


def known_lessons() -> tuple[Lesson, ...]:
    """Return the lessons of the notebooks in this folder, or else those of the installed library.

    () where nothing tells of any.
    """
    here = Path.cwd()
    for folder in (here, here.parent, PACKAGE):
        if (folder / TABLE).is_file():
            return _read(folder / TABLE)
    return ()


@cache
def _read(path: Path) -> tuple[Lesson, ...]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return tuple(
            Lesson(one["name"], one["title"], tuple(Exercise(**each) for each in one["exercises"]))
            for one in content["lessons"]
        )
    except (OSError, ValueError, KeyError, TypeError):
        return ()  # another program's file of that name


def packed(source: str) -> str:
    """Pack a solution, so that it is not read by accident."""
    return base64.b85encode(zlib.compress(source.encode(), 9)).decode()


def unpacked(text: str) -> str:
    """Return a solution. Whoever looks for it can do the same: packing is no lock."""
    return zlib.decompress(base64.b85decode(text)).decode()
