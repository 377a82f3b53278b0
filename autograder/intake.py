"""The gate in front of nbgrader: which submissions it may open, and what of them it may see.

nbgrader reads a student's file with nbformat, follows links when it copies what lies beside, and
ends the whole batch over one wrong field in a cell's metadata. So every submission is looked at
here first, bounded and as data. A bad one is set aside with one message and the class goes on.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path

from autograder.errors import NotebookError
from autograder.notebook import Cell, LessonNotebook, Submission, read_notebook

__all__ = ["Handed", "Refused", "Scan", "examine", "load_submission", "scan", "settled"]

STUDENT_NAME = re.compile(r"\w[\w.@ -]*")
CELL_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
MAX_FILES = 1_000
MAX_FOLDER_BYTES = 100 * 10**6
TIMESTAMP = "timestamp.txt"
IGNORED = frozenset({".ipynb_checkpoints", "__pycache__", ".DS_Store"})


@dataclass(frozen=True)
class Handed:
    """A submission that may be graded."""

    student: str
    lesson: str
    folder: Path
    notebook: Path


@dataclass(frozen=True)
class Refused:
    """A submission that was set aside, and why: one message with the file and the way out."""

    student: str
    message: str


@dataclass(frozen=True)
class Scan:
    """What lies in a folder of submissions, for one lesson."""

    handed: tuple[Handed, ...] = ()
    refused: tuple[Refused, ...] = ()
    absent: tuple[str, ...] = ()


def scan(submitted: Path, lesson: str, students: str = "*") -> Scan:
    """Look through `<submitted>/<student>/<lesson>/<lesson>.ipynb` without opening a notebook."""
    handed: list[Handed] = []
    refused: list[Refused] = []
    absent: list[str] = []
    for entry in _entries(submitted):
        student = entry.stem if entry.suffix == ".ipynb" else entry.name
        if not fnmatchcase(student, students):
            continue
        folder = entry / lesson
        expected = f"{submitted.name}/<student>/{lesson}/{lesson}.ipynb"
        try:
            if entry.suffix == ".ipynb":
                raise NotebookError(f"{entry} lies in no student's folder: move it to {expected}")
            if not entry.is_dir():
                continue
            if not os.path.lexists(folder):
                stray = sorted(entry.glob("*.ipynb"))
                if not stray:
                    absent.append(student)
                    continue
                raise NotebookError(f"{stray[0]} lies in no lesson's folder: move it to {expected}")
            handed.append(examine(folder, student, lesson))
        except NotebookError as error:
            refused.append(Refused(student, str(error)))
        except OSError as error:
            refused.append(Refused(student, f"{folder} cannot be read: {error.strerror}"))
    return Scan(tuple(handed), tuple(refused), tuple(absent))


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(entry for entry in folder.iterdir() if not entry.name.startswith("."))
    except OSError:
        return []


def examine(folder: Path, student: str, lesson: str) -> Handed:
    """Return the submission in `folder`; raise NotebookError when nbgrader must not touch it."""
    if not STUDENT_NAME.fullmatch(student):
        raise NotebookError(
            f"{folder}: a student's folder is named with letters, digits and . _ - @ only, "
            f"not {student!r}: rename it"
        )
    for link in (folder.parent, folder):
        if link.is_symlink():
            raise NotebookError(f"{link} is a link: replace it by the folder itself")
    if not folder.is_dir():
        raise NotebookError(f"{folder} is not a folder: put the notebook into a folder {lesson}/")
    _check_files(folder)
    _check_timestamp(folder / TIMESTAMP)
    notebook = folder / f"{lesson}.ipynb"
    if not notebook.exists():
        others = sorted(path.name for path in _entries(folder) if path.suffix == ".ipynb")
        found = f"found {', '.join(others)}: rename it" if others else "ask for it, or delete it"
        raise NotebookError(f"{folder} holds no {notebook.name}; {found}")
    return Handed(student, lesson, folder, notebook)


def _check_files(folder: Path) -> None:
    """Refuse links, devices and floods of files: nbgrader copies what lies beside a notebook."""
    count, size = 0, 0
    for path, status in _walk(folder):
        count, size = count + 1, size + status.st_size
        if not stat.S_ISREG(status.st_mode):
            kind = "a link" if stat.S_ISLNK(status.st_mode) else "not a plain file"
            raise NotebookError(f"{path} is {kind}: replace it by the file itself, or delete it")
        if count > MAX_FILES or size > MAX_FOLDER_BYTES:
            raise NotebookError(
                f"{folder} holds more than {MAX_FILES} files or {MAX_FOLDER_BYTES // 10**6} MB: "
                "keep the notebook and delete the rest"
            )


def _walk(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """Yield everything below that is no folder, never following a link."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if entry.name not in IGNORED:
                    yield from _walk(Path(entry.path))
            else:
                yield Path(entry.path), entry.stat(follow_symlinks=False)


def _check_timestamp(path: Path) -> None:
    """Refuse what nbgrader could not read as a date; an empty file is fine."""
    if not path.exists():
        return
    from nbgrader.utils import parse_utc  # takes a second, and is seldom needed

    try:
        with path.open("rb") as file:
            text = file.read(201).decode().strip()
        if len(text) > 200:
            raise ValueError(text)
        if text:
            parse_utc(text)
    except (OSError, ValueError, OverflowError):
        raise NotebookError(f"{path} holds no date: correct it or delete it") from None


def load_submission(path: Path, lesson: LessonNotebook, max_bytes: int) -> Submission:
    """Read a notebook and put the author's cells back; raise NotebookError for a bad one."""
    cells = _with_plain_ids(read_notebook(path, max_bytes))
    return settled(Submission.of(cells, lesson, str(path)), lesson)


def _with_plain_ids(cells: Iterable[Cell]) -> Iterator[Cell]:
    """Replace ids that nbformat would not accept."""
    for position, cell in enumerate(cells):
        fits = CELL_ID.fullmatch(cell.id) is not None
        yield cell if fits else replace(cell, id=f"cell-{position}")


def settled(submission: Submission, lesson: LessonNotebook) -> Submission:
    """Make ids unique, and take the names of the lesson's cells from students' own cells.

    What is written for nbgrader and read again is then the same submission, cell for cell.
    """
    ids: dict[int, str] = {}
    taken: set[str] = set()
    positions = range(len(submission.cells))
    for position in sorted(positions, key=lambda position: not submission.cells[position].grade_id):
        cell = submission.cells[position]
        name = cell.id
        while name in taken or (not cell.grade_id and name in lesson.by_id):
            name = f"cell-{position}-{len(taken)}"
        taken.add(name)
        ids[position] = name
    cells = (replace(cell, id=ids[position]) for position, cell in enumerate(submission.cells))
    return replace(submission, cells=tuple(cells))
