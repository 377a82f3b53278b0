"""One round of `nbgrader autograde`: what it will grade, in which order, and what it refuses.

A round is made from nbgrader's converter before the first submission is opened. It takes bad
submissions out of the converter's list and starts to grade the others. What was graded before and
has not changed since (neither the submission, nor the hidden tests, the lesson or the engine) is
taken out as well.
"""

from __future__ import annotations

import gc
import glob
import logging
import os
import weakref
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, cast

import msgspec
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import find_all_files

from autograder.authoring.stale import refuse_stale
from autograder.classroom.batch import AHEAD, AHEAD_OF_CLUSTER, LANES, Batch, make_lanes, walls_line
from autograder.classroom.blocks import MARK
from autograder.classroom.faults import fault_of, patient
from autograder.classroom.gradebook import students
from autograder.classroom.history import Change, graded_from
from autograder.classroom.intake import TIMESTAMP, Handed, Refused, examine
from autograder.classroom.register import read_release, register
from autograder.classroom.sharing import SharedEngines
from autograder.course import Course, load_course
from autograder.engine.results import GradedNotebook
from autograder.engine.store import Claim
from autograder.errors import NotebookError
from autograder.notebook import Submission
from autograder.text import one_line

__all__ = ["Observer", "Round", "RoundSettings", "graded_key", "observed"]

log = logging.getLogger(__name__)
KEPT = frozenset({TIMESTAMP, "submission_secret.txt"})


class Observer:
    """Told what a round does; the base class does nothing. `workbook grade` has one."""

    speaks = False

    def planned(self, to_grade: list[str], unchanged: list[str], refused: list[Refused]) -> None:
        """The round is about to begin."""

    def walled(self, walls: str) -> None:
        """The walls around submissions stand."""

    def noted(self, student: str, note: str) -> None:
        """Something is odd about a submission, which is graded all the same."""

    def graded(self, student: str, graded: GradedNotebook) -> None:
        """A student's result was handed to the writer."""

    def written(self, student: str, changes: list[Change]) -> None:
        """A student's scores are in the gradebook; the same submission once had others."""


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
    trusted: bool = False
    scheduler: str = ""


@dataclass(eq=False)
class Round:
    """What one call of `nbgrader autograde` grades. `handed` is keyed by the notebook's path."""

    course: Course
    settings: RoundSettings
    coursedir: CourseDirectory
    fresh: bool
    handed: dict[str, Handed] = field(default_factory=dict[str, Handed])
    _engines: SharedEngines = field(default_factory=SharedEngines)
    _batches: dict[str, Batch] = field(default_factory=dict[str, Batch])
    _releases: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    _graded_from: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])
    _students: set[str] = field(default_factory=set[str])
    _claims: list[Claim] = field(default_factory=list[Claim])

    @classmethod
    def of(cls, converter: Autograde, settings: RoundSettings) -> Round:
        """Plan the round that `converter` is about to make, and begin to grade.

        Raises:
            WorkbookError: nothing can be graded; nothing was touched.
        """
        coursedir = cast("CourseDirectory", converter.coursedir)
        coursedir.db_url = patient(coursedir.db_url)
        course = load_course(Path(coursedir.root))
        if settings.trusted:
            course = replace(course, trust_submissions=True)
        made = cls(course, settings, coursedir, fresh=bool(converter.force))
        made._end_with(converter)
        try:
            made._plan(converter)
        except BaseException as error:
            made.close()
            fault = fault_of(error, coursedir.db_url)
            if fault is None or fault is error:
                raise
            raise fault from error
        return made

    def batch(self, lesson: str) -> Batch:
        """Return the batch of a lesson."""
        return self._batches[lesson]

    def release(self, lesson: str) -> dict[str, Any]:
        """Return the release notebook of a lesson, as JSON."""
        return self._releases[lesson]

    def attempted(self, lesson: str, student: str) -> bool:
        """Whether the gradebook knew an attempt of the student's when this round began."""
        return student in self._graded_from[lesson]

    def take(self, lesson: str, student: str, submission: Submission) -> GradedNotebook:
        """Return a student's result; see `Batch.take`."""
        graded = self._batches[lesson].take(student, submission)
        OBSERVER.get().graded(student, graded)
        return graded

    def written(self, student: str, changes: list[Change]) -> None:
        """Say that a student's scores are saved, and which moved though the submission did not."""
        OBSERVER.get().written(student, changes)
        if not OBSERVER.get().speaks:
            for change in changes:
                log.warning("%s: %s", student, change)

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
        """Write to the gradebook in one transaction: all or nothing."""
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            yield gradebook
            gradebook.db.commit()

    def close(self) -> None:
        """End all lanes and close the gradebook; closing twice is fine."""
        gc.unfreeze()
        for batch in self._batches.values():
            batch.close()
        self._engines.close()
        for claim in self._claims:
            claim.close()

    def _end_with(self, converter: Autograde) -> None:
        """Close when nbgrader's loop ends: a formgrader's server lives on, and others may grade."""
        convert = converter.convert_notebooks

        def convert_and_close() -> None:
            try:
                convert()
            finally:
                self.close()

        cast("Any", converter).convert_notebooks = convert_and_close
        weakref.finalize(converter, self.close)

    # planning
    def _plan(self, converter: Autograde) -> None:
        refused: list[Refused] = []
        unchanged: list[str] = []
        wanted: dict[str, list[tuple[Handed, str]]] = {}
        for folder in self._folders():
            if Path(folder).name not in self._batches:
                self._open(Path(folder).name)
            try:
                handed, key = self._look(Path(folder), create=converter.create_student)
            except NotebookError as error:
                refused.append(Refused(Path(folder).parent.name, str(error)))
                continue
            except OSError as error:
                message = f"{one_line(folder)} cannot be read: {error.strerror}"
                refused.append(Refused(Path(folder).parent.name, message))
                continue
            if self._is_current(handed, key):
                unchanged.append(handed.student)
            else:
                # as nbgrader spells it: it matches these paths with its own pattern
                self.handed[os.path.join(folder, handed.notebook.name)] = handed
                wanted.setdefault(handed.lesson, []).append((handed, key))
        for lesson, planned in wanted.items():
            if tier := self._batches[lesson].begin(planned):
                OBSERVER.get().walled(walls_line(tier))
                converter.log.info("%s", walls_line(tier))
        self._instruct(converter, unchanged, refused)
        gc.freeze()  # submissions that wait need not be looked through again and again
        planned = [handed for entries in wanted.values() for handed, _ in entries]
        OBSERVER.get().planned([handed.student for handed in planned], unchanged, refused)
        self._note(planned)

    def _folders(self) -> list[str]:
        pattern = self._path("submitted", self.coursedir.student_id, self.coursedir.assignment_id)
        excluded = str(self.coursedir.student_id_exclude).split(",")
        folders = sorted(glob.glob(pattern))
        return [folder for folder in folders if Path(folder).parent.name not in excluded]

    def _look(self, folder: Path, *, create: bool) -> tuple[Handed, str]:
        """Examine one submission; return it with the key of its result."""
        lesson, student = folder.name, folder.parent.name
        handed = examine(folder, student, lesson)
        if not create and student not in self._students:
            raise NotebookError(
                f"{folder}: the gradebook has no student {student}, and c.Autograde.create_student "
                f"is off: `nbgrader db student add {student}`, or rename the folder"
            )
        batch = self._batches[lesson]
        return handed, batch.key(batch.load(handed))

    def _note(self, planned: list[Handed]) -> None:
        """Say what is odd about submissions that are graded all the same."""
        notes = {handed.student: note for handed in planned if (note := left_over(handed))}
        new = sorted({handed.student for handed in planned} - self._students)
        if new and self._students:
            notes[""] = f"new in the gradebook: {', '.join(new)}"
        for student, note in notes.items():
            OBSERVER.get().noted(student, note)
            if not OBSERVER.get().speaks:
                log.warning("%s", f"{student}: {note}" if student else note)

    def _open(self, lesson: str) -> None:
        self.course.lesson(lesson)
        self._claims.append(Claim(self.course.root, lesson))
        for finding in refuse_stale(self.course, lesson):
            log.warning("%s", finding)
        self._releases[lesson] = read_release(self.course, lesson)
        register(self.coursedir, lesson, self._releases[lesson], self.course.due(lesson))
        with self.writing() as gradebook:
            self._graded_from[lesson] = graded_from(gradebook.db, lesson)
            self._students |= students(gradebook)
        lanes = partial(
            make_lanes,
            self.settings.lanes_class,
            self.course,
            lesson,
            jobs=self.settings.jobs,
            scheduler=self.settings.scheduler,
            run_all=self.settings.run_all,
        )
        self._batches[lesson] = Batch(
            self.course,
            lesson,
            lanes,
            run_all=self.settings.run_all,
            fresh=self.fresh,
            ahead=AHEAD_OF_CLUSTER if self.settings.scheduler else AHEAD,
        )

    def _is_current(self, handed: Handed, key: str) -> bool:
        """Whether gradebook and graded notebook rest on all this as it is now."""
        target = Path(self._path("autograded", handed.student, handed.lesson))
        if self.fresh or self._graded_from[handed.lesson].get(handed.student) != key:
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


def left_over(handed: Handed) -> str:
    """Name notebooks beside the one that is graded; empty where there are none."""
    found = sorted(path.name for path in handed.folder.glob("*.ipynb") if path != handed.notebook)
    if not found:
        return ""
    return f"{', '.join(found)} also handed in, not graded: {handed.notebook.name} counts"


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
