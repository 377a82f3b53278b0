"""One round of `nbgrader autograde`: what it will grade, in which order, and what it refuses.

A round is made from nbgrader's converter before the first submission is opened. It takes bad
submissions out of the converter's list and starts to grade the others. What was graded before and
has not changed since (neither the submission nor the hidden tests) is taken out as well.
"""

from __future__ import annotations

import glob
import logging
import os
import weakref
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Any, cast

import msgspec
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import find_all_files

from autograder.batch import LANES, Batch, make_lanes
from autograder.blocks import MARK
from autograder.course import Course, load_course
from autograder.errors import NotebookError
from autograder.gradebook import recorded
from autograder.intake import TIMESTAMP, Handed, Refused, examine
from autograder.notebook import Submission
from autograder.register import read_release, register
from autograder.results import GradedNotebook
from autograder.stale import refuse_stale

__all__ = ["Observer", "Round", "RoundSettings", "graded_key", "observed"]

log = logging.getLogger(__name__)
KEPT = frozenset({TIMESTAMP, "submission_secret.txt"})


class Observer:
    """Told what a round does; the base class does nothing. `workbook grade` has one."""

    speaks = False

    def planned(self, to_grade: list[str], unchanged: list[str], refused: list[Refused]) -> None:
        """The round is about to begin."""

    def graded(self, student: str, graded: GradedNotebook) -> None:
        """A student's result was handed to the writer."""


OBSERVER: ContextVar[Observer] = ContextVar("observer", default=Observer())  # noqa: B039


@contextmanager
def observed(observer: Observer) -> Generator[None]:
    """Report the rounds within the block to `observer`, which also reports what was refused."""
    token = OBSERVER.set(observer)
    try:
        yield
    finally:
        OBSERVER.reset(token)


@dataclass(frozen=True)
class RoundSettings:
    """How a round grades."""

    lanes_class: str = LANES
    jobs: int = 0
    run_all: bool = False


@dataclass
class Round:
    """What one call of `nbgrader autograde` grades. `handed` is keyed by the notebook's path."""

    course: Course
    settings: RoundSettings
    coursedir: CourseDirectory
    fresh: bool
    handed: dict[str, Handed] = field(default_factory=dict[str, Handed])
    _batches: dict[str, Batch] = field(default_factory=dict[str, Batch])
    _releases: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    _recorded: dict[str, set[str]] = field(default_factory=dict[str, set[str]])

    @classmethod
    def of(cls, converter: Autograde, settings: RoundSettings) -> Round:
        """Plan the round that `converter` is about to make, and begin to grade.

        Raises:
            WorkbookError: nothing can be graded; nothing was touched.
        """
        coursedir = cast("CourseDirectory", converter.coursedir)
        course = load_course(Path(coursedir.root))
        made = cls(course, settings, coursedir, fresh=bool(converter.force))
        weakref.finalize(converter, made.close)
        try:
            made._plan(converter)
        except BaseException:
            made.close()
            raise
        return made

    def batch(self, lesson: str) -> Batch:
        """Return the batch of a lesson."""
        return self._batches[lesson]

    def release(self, lesson: str) -> dict[str, Any]:
        """Return the release notebook of a lesson, as JSON."""
        return self._releases[lesson]

    def take(self, lesson: str, student: str, submission: Submission) -> GradedNotebook:
        """Return a student's result; see `Batch.take`."""
        graded = self._batches[lesson].take(student, submission)
        OBSERVER.get().graded(student, graded)
        return graded

    def clear_copies(self, handed: Handed) -> None:
        """Delete what nbgrader copied from the student's folder beside the graded notebook.

        A page or picture of a student's would be served to the instructor by the formgrader.
        """
        target = Path(self._path("autograded", handed.student, handed.lesson))
        source = Path(self._path("source", ".", handed.lesson))
        for name in find_all_files(str(target)):
            path = Path(name)
            ours = (source / path.relative_to(target)).is_file()
            if path.name not in KEPT and not ours:
                path.unlink()

    @contextmanager
    def writing(self) -> Generator[Gradebook]:
        """Write to the gradebook in one transaction: all or nothing.

        The gradebook stays open for the round. Opening it for each submission, as stock does,
        has SQLAlchemy compile every query again, which costs more than running them.
        """
        gradebook = self._gradebook
        try:
            yield gradebook
            gradebook.db.commit()
        finally:
            gradebook.db.remove()

    @cached_property
    def _gradebook(self) -> Gradebook:
        return Gradebook(self.coursedir.db_url, self.coursedir.course_id)

    def close(self) -> None:
        """End all lanes and close the gradebook; closing twice is fine."""
        for batch in self._batches.values():
            batch.close()
        if "_gradebook" in vars(self):
            self._gradebook.close()

    # planning
    def _plan(self, converter: Autograde) -> None:
        refused: list[Refused] = []
        unchanged: list[str] = []
        wanted: dict[str, list[tuple[Handed, str]]] = {}
        for folder in self._folders():
            try:
                handed, key = self._look(Path(folder))
            except NotebookError as error:
                refused.append(Refused(Path(folder).parent.name, str(error)))
                continue
            except OSError as error:
                message = f"{folder} cannot be read: {error.strerror}"
                refused.append(Refused(Path(folder).parent.name, message))
                continue
            if self._is_current(handed, key):
                unchanged.append(handed.student)
            else:
                # as nbgrader spells it: it matches these paths with its own pattern
                self.handed[os.path.join(folder, handed.notebook.name)] = handed
                wanted.setdefault(handed.lesson, []).append((handed, key))
        for lesson, planned in wanted.items():
            self._batches[lesson].begin(planned)
        self._instruct(converter, unchanged, refused)
        students = [handed.student for planned in wanted.values() for handed, _ in planned]
        OBSERVER.get().planned(students, unchanged, refused)

    def _folders(self) -> list[str]:
        pattern = self._path("submitted", self.coursedir.student_id, self.coursedir.assignment_id)
        excluded = str(self.coursedir.student_id_exclude).split(",")
        folders = sorted(glob.glob(pattern))
        return [folder for folder in folders if Path(folder).parent.name not in excluded]

    def _look(self, folder: Path) -> tuple[Handed, str]:
        """Examine one submission; return it with the key of its result."""
        lesson = folder.name
        if lesson not in self._batches:
            self._open(lesson)
        handed = examine(folder, folder.parent.name, lesson)
        batch = self._batches[lesson]
        return handed, batch.key(batch.load(handed))

    def _open(self, lesson: str) -> None:
        self.course.lesson(lesson)
        for finding in refuse_stale(self.course, lesson):
            log.warning("%s", finding)
        self._releases[lesson] = read_release(self.course, lesson)
        register(self.coursedir, lesson, self._releases[lesson])
        with self.writing() as gradebook:
            self._recorded[lesson] = recorded(gradebook, lesson)
        lanes = partial(
            make_lanes,
            self.settings.lanes_class,
            self.course,
            lesson,
            jobs=self.settings.jobs,
            run_all=self.settings.run_all,
        )
        self._batches[lesson] = Batch(
            self.course, lesson, lanes, run_all=self.settings.run_all, fresh=self.fresh
        )

    def _is_current(self, handed: Handed, key: str) -> bool:
        """Whether the submission was graded as it is now, by the hidden tests as they are now."""
        target = Path(self._path("autograded", handed.student, handed.lesson))
        if self.fresh or handed.student not in self._recorded[handed.lesson]:
            return False
        if graded_key(target / handed.notebook.name) != key:
            return False
        new = self.coursedir.get_existing_timestamp(str(handed.folder))
        old = self.coursedir.get_existing_timestamp(str(target))
        return new == old

    def _instruct(self, converter: Autograde, unchanged: list[str], refused: list[Refused]) -> None:
        """Leave in the converter's list what this round grades, and have it grade all of that."""
        converter.assignments = {os.path.dirname(path): [path] for path in self.handed}
        converter.force = True
        if unchanged:
            converter.log.info("%d submissions are graded and unchanged", len(unchanged))
        if OBSERVER.get().speaks:
            return
        for one in refused:
            converter.log.error("%s", one.message)
        if refused:
            # nbgrader has no word for a submission that was set aside. A last entry that is no
            # path makes it end with this text and exit code 1, after all others are graded.
            text = f"{len(refused)} submission(s) set aside, see above; all others are graded"
            converter.assignments[f"~ {text}"] = []

    def _path(self, step: str, student: str, lesson: str) -> str:
        folder = getattr(self.coursedir, f"{step}_directory")
        return self.coursedir.format_path(folder, student, lesson)


class _Key(msgspec.Struct):
    key: str = ""


class _Metadata(msgspec.Struct):
    workbook: _Key = msgspec.field(default_factory=_Key, name=MARK)


class _Graded(msgspec.Struct):
    metadata: _Metadata = msgspec.field(default_factory=_Metadata)


def graded_key(notebook: Path) -> str:
    """Return the key of the result in an autograded notebook; empty where there is none."""
    try:
        return msgspec.json.decode(notebook.read_bytes(), type=_Graded).metadata.workbook.key
    except (OSError, msgspec.MsgspecError, RecursionError):
        return ""
