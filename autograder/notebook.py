"""Notebooks, read as data that nobody trusts.

`read_notebook` is the intake: it refuses what is no plain file, too large, too deep or no
notebook, before anything else looks at it. `LessonNotebook` is what the grader knows of a lesson,
taken from a notebook that the author wrote. `Submission` is a student's notebook with that
knowledge put back: locked cells are the author's again, missing ones are restored, of doubled
answers the last counts.
"""

from __future__ import annotations

import codecs
import json
import os
import stat
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain, count
from pathlib import Path
from typing import Any, Literal, cast

import msgspec

from autograder.bounds import check_json
from autograder.errors import LessonError, NotebookError
from autograder.text import one_line

__all__ = [
    "Cell",
    "Exercise",
    "LessonNotebook",
    "Submission",
    "new_name",
    "parse_notebook",
    "read_file",
    "read_notebook",
]

CHECK_SUFFIX = "-check"
MAX_CELLS = 2_000
MAX_POINTS = 1e6
Role = Literal["answer", "check", "locked", "own"]


class RawCell(msgspec.Struct):
    """The parts of a cell that we use; anything else in the file is dropped."""

    cell_type: Literal["code", "markdown", "raw"]
    source: str | list[str]
    id: str = ""
    metadata: dict[str, Any] = {}


class RawNotebook(msgspec.Struct):
    """The parts of a notebook file that we use."""

    cells: list[RawCell]


class RawVersion(msgspec.Struct):
    """Read first, so that an old file is told apart from a broken one."""

    nbformat: int


@dataclass(frozen=True)
class Cell:
    """One cell. `grade_id` is empty where nbgrader does not know the cell."""

    id: str
    kind: Literal["code", "markdown", "raw"]
    source: str
    grade_id: str = ""
    role: Role = "own"
    points: float = 0.0
    tags: tuple[str, ...] = ()

    @property
    def demo(self) -> bool:
        """Whether the cell only shows something, so that grading may skip it."""
        return "demo" in self.tags

    @property
    def written(self) -> bool:
        """Whether a person grades what the student writes: an answer that itself has points."""
        return self.role == "answer" and self.points > 0

    def named(self, id: str) -> Cell:
        """Return the cell under an id, which most have already."""
        return self if self.id == id else replace(self, id=id)


@dataclass(frozen=True)
class Exercise:
    """A graded piece: the answer cell `id` and the grade cell `<id>-check` with its points."""

    id: str
    points: float

    @property
    def check_id(self) -> str:
        """The `grade_id` of the grade cell."""
        return self.id + CHECK_SUFFIX


def read_notebook(path: Path, max_bytes: int) -> list[Cell]:
    """Return the cells of the notebook at `path`.

    Raises:
        NotebookError: the file is missing, a link or device, larger than `max_bytes`, or no
            notebook of format 4. The message names the file and what to do.
    """
    return parse_notebook(read_file(path, max_bytes), one_line(path))


def read_file(path: Path, max_bytes: int) -> bytes:
    """Return what a plain file holds; raise NotebookError for anything else, see above."""
    name = one_line(path)
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        raise NotebookError(f"{name}: there is no such file") from None
    except OSError as error:
        raise NotebookError(
            f"{name} cannot be opened as a plain file ({error.strerror}); "
            "links and devices are refused: replace it by the notebook itself"
        ) from None
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise NotebookError(f"{name} is not a plain file: replace it by the notebook itself")
        # a file may grow while it is read, so its size alone bounds nothing
        with open(handle, "rb", closefd=False) as file:
            data = file.read(max_bytes + 1) if status.st_size <= max_bytes else None
    except OSError as error:
        raise NotebookError(f"{name} cannot be read ({error.strerror}): copy it again") from None
    finally:
        os.close(handle)
    if data is None or len(data) > max_bytes:
        raise NotebookError(
            f"{name} is larger than {max_bytes / 2**20:.0f} MiB: clear its outputs and save again"
        )
    return data


def parse_notebook(data: bytes, name: str) -> list[Cell]:
    """Return the cells in `data`, the bytes of a notebook file; see `read_notebook`."""
    try:
        check_json(data)
    except ValueError as error:
        raise NotebookError(f"{name} {error}: clear its outputs and save again") from None
    try:
        whole = JSON.decode(data.removeprefix(codecs.BOM_UTF8).decode())
        version = msgspec.convert(whole, RawVersion).nbformat
        if version != 4:
            raise NotebookError(
                f"{name} has notebook format {version}, and 4 is needed: "
                "open it in JupyterLab and save it again"
            )
        raw = msgspec.convert(whole, RawNotebook)
    except RecursionError:
        raise NotebookError(f"{name} is nested too deeply to be a notebook") from None
    except msgspec.ValidationError as error:
        raise NotebookError(
            f"{name} is not a notebook ({one_line(error)}): hand in the file that JupyterLab saved"
        ) from None
    except ValueError as error:  # of the text's encoding, too
        raise NotebookError(
            f"{name} is not JSON ({one_line(error)}): hand in the .ipynb file that JupyterLab saved"
        ) from None
    if len(raw.cells) > MAX_CELLS:
        raise NotebookError(f"{name} has {len(raw.cells)} cells; at most {MAX_CELLS} are read")
    return [_cell(cell, position) for position, cell in enumerate(raw.cells)]


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse an object that names a key twice: readers would not agree on what it says."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("an object names the same key twice")
    return found


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is no number of JSON")


JSON = json.JSONDecoder(object_pairs_hook=_once_each, parse_constant=_refuse_constant)


def _cell(raw: RawCell, position: int) -> Cell:
    source = raw.source if isinstance(raw.source, str) else "".join(raw.source)
    marks = _mapping(raw.metadata.get("nbgrader"))
    return Cell(
        id=_whole(raw.id) or f"cell-{position}",
        kind=raw.cell_type,
        source=_whole(source),
        grade_id=_whole(marks.get("grade_id")),
        role=_role(marks),
        points=_points(marks.get("points")) if marks.get("grade") is True else 0.0,
        tags=_strings(raw.metadata.get("tags")),
    )


def _whole(value: object) -> str:
    """Return text that can be written again: half of a surrogate pair becomes a question mark."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def _points(value: object) -> float:
    if isinstance(value, int | float) and abs(value) < MAX_POINTS:
        return float(value)
    return 0.0


def _mapping(value: object) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _strings(value: object) -> tuple[str, ...]:
    items = cast("list[object]", value) if isinstance(value, list) else []
    return tuple(_whole(item) for item in items if isinstance(item, str))


def _role(marks: dict[str, Any]) -> Role:
    if marks.get("grade") is True and marks.get("solution") is not True:
        return "check"
    if marks.get("solution") is True:
        return "answer"
    return "locked" if marks.get("locked") is True else "own"


@dataclass(frozen=True)
class LessonNotebook:
    """What the grader knows of a lesson, from its source or its release notebook."""

    lesson: str
    cells: tuple[Cell, ...]

    @classmethod
    def load(cls, lesson: str, path: Path) -> LessonNotebook:
        """Read an author's notebook; raise LessonError when it cannot serve as a lesson."""
        try:
            notebook = cls(lesson, tuple(read_notebook(path, 50 * 2**20)))
        except NotebookError as error:
            raise LessonError(f"lesson {lesson}: {error}") from None
        _ = notebook.exercises
        return notebook

    @cached_property
    def by_id(self) -> dict[str, Cell]:
        """The cells that nbgrader knows, by `grade_id`."""
        return {cell.grade_id: cell for cell in self.cells if cell.grade_id}

    @cached_property
    def exercises(self) -> tuple[Exercise, ...]:
        """The exercises in order. Raises LessonError for a grade cell without an answer cell."""
        found: list[Exercise] = []
        for cell in self.cells:
            if cell.role != "check":
                continue
            exercise = cell.grade_id.removesuffix(CHECK_SUFFIX)
            answer = self.by_id.get(exercise)
            if exercise == cell.grade_id or answer is None or answer.role != "answer":
                raise LessonError(
                    f"lesson {self.lesson}, cell {cell.grade_id!r}: a grade cell is called "
                    f"<exercise>{CHECK_SUFFIX} and needs an answer cell called <exercise>"
                )
            found.append(Exercise(exercise, cell.points))
        return tuple(found)

    @property
    def max_score(self) -> float:
        """All points of the lesson."""
        return sum(exercise.points for exercise in self.exercises)

    def replaced(self, answers: dict[str, str]) -> LessonNotebook:
        """Return this notebook with other sources in the named cells (by `grade_id`)."""
        unknown = answers.keys() - self.by_id.keys()
        if unknown:
            raise LessonError(f"lesson {self.lesson} has no cell {sorted(unknown)[0]!r}")
        cells = (
            replace(cell, source=answers[cell.grade_id]) if cell.grade_id in answers else cell
            for cell in self.cells
        )
        return LessonNotebook(self.lesson, tuple(cells))


@dataclass(frozen=True)
class Submission:
    """A student's notebook with the author's cells put back, ready to run."""

    lesson: str
    cells: tuple[Cell, ...]
    notes: tuple[str, ...] = field(default=())

    @classmethod
    def of(cls, cells: Iterable[Cell], lesson: LessonNotebook, name: str) -> Submission:
        """Put the author's cells back into a student's; raise NotebookError when none match."""
        kept, notes = _without_doubles([_identified(cell, lesson) for cell in cells])
        if not any(cell.grade_id for cell in kept):
            raise NotebookError(
                f"{name} is not a notebook of lesson {lesson.lesson}: it has none of its cells. "
                "Copy your answers into the notebook that was handed out"
            )
        restored, missing = _with_missing(kept, lesson)
        if missing:
            notes.append(f"restored deleted cells: {', '.join(missing)}")
        return cls(lesson.lesson, tuple(restored), tuple(notes))

    def answers(self, exercise: str) -> str:
        """The source of the exercise's answer cell; empty when it was deleted."""
        return next((cell.source for cell in self.cells if cell.grade_id == exercise), "")

    def to_run(self, *, run_all: bool = False) -> tuple[Cell, ...]:
        """The code cells that grading executes: all but demonstrations, unless `run_all`."""
        return tuple(
            cell for cell in self.cells if cell.kind == "code" and (run_all or not cell.demo)
        )


def _identified(cell: Cell, lesson: LessonNotebook) -> Cell:
    """Give a cell the author's role, tags and, where it is locked, the author's source."""
    known = lesson.by_id.get(cell.grade_id) or lesson.by_id.get(cell.id)
    if known is None:
        return replace(cell, grade_id="", role="own", points=0.0, tags=())
    if known.role == "answer":
        kind = known.kind if known.written else cell.kind
        return replace(known, id=cell.id, source=cell.source, kind=kind)
    return known.named(cell.id)


def _without_doubles(cells: list[Cell]) -> tuple[list[Cell], list[str]]:
    """Keep the last cell of each `grade_id`; earlier copies of answers stay as own cells."""
    seen: set[str] = set()
    ids: set[str] = set()
    doubled: list[str] = []
    kept: list[Cell] = []
    for cell in reversed(cells):
        if cell.grade_id and cell.grade_id in seen:
            doubled.append(cell.grade_id)
            if cell.role != "answer":
                continue
            cell = replace(cell, grade_id="", role="own")
        seen.add(cell.grade_id)
        cell = cell.named(new_name(cell.id, ids))
        ids.add(cell.id)
        kept.append(cell)
    notes = [f"doubled cells, the last copy counts: {', '.join(sorted(set(doubled)))}"]
    return kept[::-1], notes if doubled else []


def new_name(wanted: str, taken: Collection[str], reserved: Collection[str] = ()) -> str:
    """Return the name that is wanted, or one like it that is free."""
    others = (f"{wanted[:50]}-{number}" for number in count(len(taken)))
    names = chain((wanted,), others)
    return next(name for name in names if name not in taken and name not in reserved)


def _with_missing(cells: list[Cell], lesson: LessonNotebook) -> tuple[list[Cell], list[str]]:
    """Insert the author's cells that were deleted, each behind the one it followed."""
    place = {cell.grade_id: position for position, cell in enumerate(cells) if cell.grade_id}
    behind: dict[int, list[Cell]] = {}
    missing: list[str] = []
    position = -1
    for known in lesson.cells:
        if not known.grade_id:
            continue
        if known.grade_id in place:
            position = place[known.grade_id]
        elif known.role != "answer" or known.written:
            behind.setdefault(position, []).append(known)
            if known.role != "locked":
                missing.append(known.grade_id)
    restored = list(behind.get(-1, []))
    for number, cell in enumerate(cells):
        restored.append(cell)
        restored.extend(behind.get(number, []))
    return restored, missing
