"""Grading ahead of the writer: lanes work on the next submissions while one is written down.

nbgrader takes submissions one after the other. A `Batch` knows in which order, keeps a bounded
number of them graded or in the making, and hands each result out when its turn comes. Results
come from the store where the same content was graded before.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass, field
from importlib import import_module
from typing import Protocol, cast

import msgspec

from autograder.classroom.intake import Handed, load_submission
from autograder.course import Course
from autograder.engine.results import (
    ExerciseResult,
    GradedNotebook,
    LessonResult,
    TestResult,
    Verdict,
)
from autograder.engine.store import ResultStore, key_of
from autograder.errors import ClusterError, ConfigError, LessonError, NotebookError, SandboxError
from autograder.notebook import LessonNotebook, Submission
from autograder.sandbox.plan import Tier

__all__ = ["LANES", "Batch", "LanesLike", "MakeLanes", "make_lanes", "ungraded", "walls_line"]

AHEAD, AHEAD_OF_CLUSTER = 32, 256
"""How many submissions are graded, or in the making, before their turn."""
log = logging.getLogger(__name__)


class LanesLike(Protocol):
    """What a batch asks of `autograder.engine.lanes.Lanes`."""

    version: str

    def start(self) -> str:
        """Start one lane and return the tier of its walls."""
        ...

    def submit(self, submission: Submission) -> Future[GradedNotebook]:
        """Grade in the background."""
        ...

    def close(self) -> None:
        """End all processes; closing twice is fine."""
        ...


MakeLanes = Callable[[], LanesLike]
LANES = "autograder.engine.lanes.Lanes"


def walls_line(tier: str) -> str:
    """Say in a line behind which walls submissions run."""
    found = Tier[tier]
    state = "these submissions are trusted" if found is Tier.D else "self-test passed"
    return f"sandbox tier {tier}: {found.value}; {state}"


def make_lanes(
    name: str,
    course: Course,
    lesson: str,
    *,
    jobs: int = 0,
    run_all: bool = False,
    scheduler: str = "",
) -> LanesLike:
    """Make the lanes of a lesson; `name` is the class, as settings spell it.

    With a `scheduler` they are on other machines.

    Raises:
        ConfigError: there is no such class.
        ClusterError: Dask is not installed.
    """
    if scheduler:
        return cluster_lanes(course, lesson, scheduler=scheduler, run_all=run_all)
    module, _, attribute = name.rpartition(".")
    try:
        make = getattr(import_module(module), attribute)
    except (ImportError, AttributeError, ValueError) as error:
        raise ConfigError(f"SubmissionExporter.lanes_class = {name!r}: {error}") from None
    return cast("LanesLike", make(course, lesson, count=jobs or None, run_all=run_all))


def cluster_lanes(course: Course, lesson: str, *, scheduler: str, run_all: bool) -> LanesLike:
    """Make lanes behind a Dask scheduler."""
    try:
        from autograder.classroom.cluster import ClusterLanes
    except ModuleNotFoundError as error:
        raise ClusterError(
            f"--scheduler needs Dask ({error}): pip install 'workbook[cluster]'"
        ) from None
    return ClusterLanes(course, lesson, scheduler=scheduler, run_all=run_all)


@dataclass(frozen=True)
class Planned:
    """A submission whose turn is still to come."""

    handed: Handed
    key: str


@dataclass
class Turn:
    """A submission whose result is stored (no future) or in the making."""

    key: str
    future: Future[GradedNotebook] | None


@dataclass
class Batch:
    """The submissions of one lesson in the order in which they are written down.

    `fresh` grades everything again, whatever is stored. A context manager in spirit: `close` it.
    """

    course: Course
    lesson: str
    make_lanes: MakeLanes
    run_all: bool = False
    fresh: bool = False
    ahead: int = AHEAD
    template: LessonNotebook = field(init=False)
    version: str = field(init=False)
    _lanes: LanesLike | None = field(default=None, init=False)
    _queue: deque[Planned] = field(default_factory=deque[Planned], init=False)
    _turns: dict[str, Turn] = field(default_factory=dict[str, Turn], init=False)
    _stored: set[str] = field(default_factory=set[str], init=False)
    _unstored: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        self.template = LessonNotebook.load(self.lesson, self.course.release(self.lesson))
        self.store = ResultStore(self.course.root, self.lesson)
        self.version = self._running().version

    def load(self, handed: Handed) -> Submission:
        """Read a submission; raise NotebookError for a bad one."""
        limit = self.course.lesson(self.lesson).limits.notebook_bytes
        return load_submission(handed.notebook, self.template, limit)

    def key(self, submission: Submission) -> str:
        """The key under which the submission's result is stored."""
        return key_of(submission, self.version, run_all=self.run_all)

    def begin(self, planned: Iterable[tuple[Handed, str]]) -> str:
        """Start grading submissions, given with their keys, in the order of their turns.

        Returns the tier of the walls, nothing where all results are stored already.

        Raises:
            SandboxError: this host offers no walls; nothing was run.
            LessonError: the hidden tests cannot serve.
            InternalError: a process of ours died at the start, twice.
        """
        self._queue.extend(Planned(handed, key) for handed, key in planned)
        missing = any(not self._is_stored(entry.key) for entry in self._queue)
        tier = self._running().start() if missing else ""
        self._fill()
        return tier

    def take(self, student: str, submission: Submission) -> GradedNotebook:
        """Return the result of a student's submission, waiting for it if need be.

        What broke on our side comes back as an ungraded notebook, whatever it was: a student must
        not lose a grade over it. Only what hits everybody is raised (SandboxError, LessonError,
        ClusterError).
        """
        key = self.key(submission)
        turn = self._turn_of(student)
        self._fill()
        try:
            graded = self._result(turn, submission, key)
        except (SandboxError, LessonError, ClusterError):
            raise
        except Exception as error:
            log.error("%s: %s could not be graded: %r", self.lesson, student, error)
            graded = ungraded(self.template, "internal", version=self.version)
            graded = msgspec.structs.replace(graded, faults=[f"{type(error).__name__}: {error}"])
        if not self._queue and not self._turns:
            self.close()
        # students with the same cells share a result, but not how their cells came about
        result = msgspec.structs.replace(graded.result, notes=list(submission.notes))
        return msgspec.structs.replace(graded, result=result)

    def _result(self, turn: Turn | None, submission: Submission, key: str) -> GradedNotebook:
        if turn is not None and turn.key == key and turn.future is not None:
            return turn.future.result()
        stored = self.store.get(key) if self._is_stored(key) else None
        if stored is not None:
            return stored
        return self._submit(submission, key).result()

    def _turn_of(self, student: str) -> Turn | None:
        """Move on to the student's turn; those in front were passed by and are forgotten."""
        if student in self._turns:
            while (first := next(iter(self._turns))) != student:
                del self._turns[first]
            return self._turns.pop(student)
        if any(entry.handed.student == student for entry in self._queue):
            self._turns.clear()
            while self._queue.popleft().handed.student != student:
                pass
        return None

    def _fill(self) -> None:
        """Keep the window of submissions ahead full."""
        while self._queue and len(self._turns) < self.ahead:
            entry = self._queue.popleft()
            future = None
            if not self._is_stored(entry.key):
                future = self._in_the_making(entry.key) or self._early(entry)
            self._turns[entry.handed.student] = Turn(entry.key, future)

    def _early(self, entry: Planned) -> Future[GradedNotebook] | None:
        try:
            return self._submit(self.load(entry.handed), entry.key)
        except NotebookError:
            return None  # changed since it was looked at: its turn will tell

    def _in_the_making(self, key: str) -> Future[GradedNotebook] | None:
        """Two students with the same cells are graded once."""
        return next((turn.future for turn in self._turns.values() if turn.key == key), None)

    def _is_stored(self, key: str) -> bool:
        if self.fresh and key not in self._stored:
            return False
        return self.store.path(key).exists()

    def _submit(self, submission: Submission, key: str) -> Future[GradedNotebook]:
        future = self._running().submit(submission)

        def keep(done: Future[GradedNotebook]) -> None:
            if done.cancelled() or done.exception() is not None:
                return
            try:
                if self.store.put(key, done.result()):
                    self._stored.add(key)
            except OSError as error:
                if not self._unstored:
                    log.warning("results cannot be stored (%s); grading goes on", error)
                self._unstored = True

        future.add_done_callback(keep)
        return future

    def _running(self) -> LanesLike:
        if self._lanes is None:
            self._lanes = self.make_lanes()
        return self._lanes

    def close(self) -> None:
        """End the lanes; closing twice is fine, and a late submission starts them again."""
        if self._lanes is not None:
            self._lanes.close()
            self._lanes = None


def ungraded(
    lesson: LessonNotebook, verdict: Verdict, message: str = "", *, version: str = ""
) -> GradedNotebook:
    """Return the result of a notebook that could not be graded: no points, and no blame."""
    exercises = [
        ExerciseResult.of(
            exercise.id,
            [
                TestResult(
                    name="",
                    title="Hidden tests",
                    verdict=verdict,
                    message=message,
                    points=exercise.points,
                    seconds=0.0,
                )
            ],
        )
        for exercise in lesson.exercises
    ]
    result = LessonResult(
        lesson=lesson.lesson,
        score=0.0,
        max_score=lesson.max_score,
        exercises=exercises,
        version=version,
    )
    return GradedNotebook(result=result)
