"""Results on disk, found again by the content they were made from.

`.workbook/results/<lesson>/<key>.json` holds one graded notebook. The key hashes the cells that
were graded, the version of the hidden tests and the engine, and whether demonstrations ran. So an
interrupted run goes on where it stopped, an unchanged submission is not graded twice, and a
changed hidden test grades everybody again. The folder may be deleted at any time.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import tempfile
from pathlib import Path
from typing import Any

import msgspec

from autograder.engine.results import GradedNotebook
from autograder.errors import GradebookError
from autograder.notebook import Submission

__all__ = ["Claim", "ResultStore", "content_of", "is_ours", "key_of"]

FOLDER = Path(".workbook") / "results"


def key_of(submission: Submission, version: str, *, run_all: bool = False) -> str:
    """Return the key of a submission's result: a hash of all that decides it."""
    cells = [
        (cell.id, cell.kind, cell.source, cell.grade_id, cell.role, cell.points, cell.tags)
        for cell in submission.cells
    ]
    return digest((submission.lesson, version, run_all, cells))[:40]


def content_of(submission: Submission) -> str:
    """Return a hash of what the student wrote, whatever the lesson says around it."""
    own = [cell for cell in submission.cells if cell.role in ("answer", "own")]
    return digest([(cell.id, cell.kind, cell.source, cell.grade_id) for cell in own])[:16]


def digest(plain: Any) -> str:
    """Return a hash of plain data."""
    return hashlib.sha256(msgspec.json.encode(plain)).hexdigest()


def is_ours(graded: GradedNotebook) -> bool:
    """Whether part of the result is missing by our fault, so that a person must look at it."""
    return any(
        test.verdict in ("internal", "refused")
        for exercise in graded.result.exercises
        for test in exercise.tests
    )


class Claim:
    """The right to grade a lesson in this folder. The kernel gives it back when we are killed."""

    def __init__(self, root: Path, lesson: str) -> None:
        """Claim a lesson; raise GradebookError while another run has it."""
        folder = root / FOLDER / lesson
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._file = (folder / ".claim").open("a+", encoding="ascii")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._sign()
        except BlockingIOError:
            self._file.seek(0)
            holder = self._file.read(20).strip()
            self._file.close()
            raise GradebookError(
                f"process {holder} is grading {lesson} in {root}: let it end, or stop it"
            ) from None
        except BaseException:
            self._file.close()
            raise
        for part in folder.glob(".*.part"):  # a writer was killed
            part.unlink(missing_ok=True)

    def _sign(self) -> None:
        self._file.truncate(0)
        self._file.write(f"{os.getpid()}\n")
        self._file.flush()

    def close(self) -> None:
        """Give the claim back; closing twice is fine."""
        self._file.close()


class ResultStore:
    """The results of one lesson. Safe against being killed while it writes."""

    def __init__(self, root: Path, lesson: str) -> None:
        self.folder = root / FOLDER / lesson

    def path(self, key: str) -> Path:
        """Where the result called `key` lies, or would lie."""
        return self.folder / f"{key}.json"

    def get(self, key: str) -> GradedNotebook | None:
        """Return the stored result; None where there is none or it cannot be read."""
        try:
            return msgspec.json.decode(self.path(key).read_bytes(), type=GradedNotebook)
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return None

    def put(self, key: str, graded: GradedNotebook) -> bool:
        """Store a result, all of it or nothing; return False for one that failed by our fault."""
        if is_ours(graded):
            return False
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=self.folder, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(msgspec.json.encode(graded))
            os.replace(name, self.path(key))
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        return True
