"""The gate in front of nbgrader: which submissions it may open, and what of them it may see.

nbgrader reads a student's file with nbformat, follows links when it copies what lies beside, and
ends the whole batch over one wrong field in a cell's metadata. So every submission is looked at
here first, bounded and as data. A bad one is set aside with one message and the class goes on.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from itertools import islice
from pathlib import Path

from autograder.errors import NotebookError
from autograder.notebook import Cell, LessonNotebook, Submission, new_name, read_notebook
from autograder.text import one_line

__all__ = [
    "Handed",
    "Refused",
    "Scan",
    "examine",
    "is_student",
    "load_submission",
    "scan",
    "settled",
    "walk",
]

MAX_NAME = 128  # of a student in nbgrader's gradebook
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
                raise NotebookError(
                    f"{one_line(entry)} lies in no student's folder: move it to {expected}"
                )
            if not entry.is_dir():
                continue
            if not os.path.lexists(folder):
                stray = sorted(entry.glob("*.ipynb"))
                if not stray:
                    absent.append(student)
                    continue
                raise NotebookError(
                    f"{one_line(stray[0])} lies in no lesson's folder: move it to {expected}"
                )
            handed.append(examine(folder, student, lesson))
        except NotebookError as error:
            refused.append(Refused(student, str(error)))
        except OSError as error:
            refused.append(Refused(student, f"{one_line(folder)}: {error.strerror}"))
    return Scan(tuple(handed), tuple(refused), tuple(absent))


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(entry for entry in folder.iterdir() if not entry.name.startswith("."))
    except OSError:
        return []


def is_student(name: str) -> bool:
    """Whether a student may be called so: it becomes a folder, a pattern and a line on a screen."""
    letters = (unicodedata.category(sign)[0] in "LMN" or sign in "._-@ " for sign in name)
    begins = name[:1].isalnum() or name[:1] == "_"
    return begins and len(name) <= MAX_NAME and all(letters)


def examine(folder: Path, student: str, lesson: str) -> Handed:
    """Return the submission in `folder`; raise NotebookError when nbgrader must not touch it."""
    where = one_line(folder)
    if not is_student(student):
        raise NotebookError(
            f"{where}: a student's folder is named with at most {MAX_NAME} letters, digits and "
            f". _ - @ only, not {one_line(ascii(student), 60)}: rename it"
        )
    for link in (folder.parent, folder):
        if link.is_symlink():
            raise NotebookError(f"{one_line(link)} is a link: replace it by the folder itself")
    if not folder.is_dir():
        raise NotebookError(f"{where} is not a folder: put the notebook into a folder {lesson}/")
    _check_files(folder)
    _check_timestamp(folder / TIMESTAMP)
    notebook = folder / f"{lesson}.ipynb"
    if not notebook.exists():
        others = sorted(path.name for path in _entries(folder) if path.suffix == ".ipynb")
        found = "ask for it, or delete it"
        if others:
            found = f"found {one_line(', '.join(others))}: rename it"
        raise NotebookError(f"{where} holds no {notebook.name}; {found}")
    return Handed(student, lesson, folder, notebook)


def _check_files(folder: Path) -> None:
    """Refuse links, devices and floods of files: nbgrader copies what lies beside a notebook."""
    size = 0
    for count, entry in enumerate(walk(folder, MAX_FILES), 1):
        if not entry.is_dir(follow_symlinks=False):
            status = entry.stat(follow_symlinks=False)
            size += status.st_size
            if not stat.S_ISREG(status.st_mode):
                kind = "a link" if stat.S_ISLNK(status.st_mode) else "not a plain file"
                raise NotebookError(
                    f"{one_line(entry.path)} is {kind}: replace it by the file itself, or delete it"
                )
        if count > MAX_FILES or size > MAX_FOLDER_BYTES:
            raise NotebookError(
                f"{one_line(folder)} holds more than {MAX_FILES} files or "
                f"{MAX_FOLDER_BYTES // 10**6} MB: keep the notebook and delete the rest"
            )


def walk(folder: Path, most: int) -> Iterator[os.DirEntry[str]]:
    """Yield everything below a folder, folders too, never following a link.

    Of a folder that holds more than `most`, only one more is looked at.
    """
    folders = [str(folder)]
    while folders:
        with os.scandir(folders.pop()) as entries:
            found = list(islice(entries, most + 1))
        for entry in found:
            yield entry
            if entry.name not in IGNORED and entry.is_dir(follow_symlinks=False):
                folders.append(entry.path)


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
        raise NotebookError(f"{one_line(path)} holds no date: correct it or delete it") from None


def load_submission(path: Path, lesson: LessonNotebook, max_bytes: int) -> Submission:
    """Read a notebook and put the author's cells back; raise NotebookError for a bad one."""
    cells = _with_plain_ids(read_notebook(path, max_bytes))
    return settled(Submission.of(cells, lesson, str(path)), lesson)


def _with_plain_ids(cells: Iterable[Cell]) -> Iterator[Cell]:
    """Replace ids that nbformat would not accept."""
    for position, cell in enumerate(cells):
        fits = CELL_ID.fullmatch(cell.id) is not None
        yield cell if fits else cell.named(f"cell-{position}")


def settled(submission: Submission, lesson: LessonNotebook) -> Submission:
    """Make ids unique, and take the names of the lesson's cells from students' own cells.

    What is written for nbgrader and read again is then the same submission, cell for cell.
    """
    names: dict[int, str] = {}
    taken: set[str] = set()
    cells = submission.cells
    for position in sorted(range(len(cells)), key=lambda position: not cells[position].grade_id):
        reserved = () if cells[position].grade_id else lesson.by_id
        names[position] = new_name(cells[position].id, taken, reserved)
        taken.add(names[position])
    named = (cell.named(names[position]) for position, cell in enumerate(cells))
    return replace(submission, cells=tuple(named))
