"""The engine as the rest of the program uses it: give it submissions, get results.

A lane is one grader process with one launcher process, both warm, for one lesson. `Lanes` keeps up
to as many as there are cores and hands submissions out. Getting warm takes seconds of all cores, so
a second lane is started when there is work for it, not for a handful of submissions. What breaks
on our side is tried once more on a fresh lane and then raised as InternalError, so that no student
is blamed for it.
"""

from __future__ import annotations

import contextlib
import math
import os
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from queue import LifoQueue
from typing import Any, TypedDict, Unpack

import msgspec

from autograder.closing import Closing
from autograder.course import Course, Limits
from autograder.engine import signatures, stops
from autograder.engine.plans import Plan
from autograder.engine.protocol import Catalogue, CellOutcome, Job, Outcome, TestInfo
from autograder.engine.results import ExerciseResult, GradedNotebook, LessonResult
from autograder.engine.store import is_ours
from autograder.engine.wire import Channel
from autograder.errors import InternalError, LessonError, SandboxError, WireError
from autograder.notebook import LessonNotebook, Submission

__all__ = ["Lane", "Lanes"]

PROGRAM = "import sys; from autograder.engine.grader import main; main(int(sys.argv[1]))"
START_SECONDS = 150.0


class Options(TypedDict, total=False):
    """How a submission is graded.

    `run_all` runs cells that only show something too, `seed` moves the hidden tests' own random
    inputs, and `only` and `quick` leave tests out: see `autograder.engine.protocol.Job`.
    """

    run_all: bool
    seed: int
    only: list[str]
    quick: bool


class Lane(Closing):
    """One grader process and its launcher. Not thread-safe; a context manager."""

    def __init__(self, plan: Plan, number: int = 0) -> None:
        self.plan = plan
        self.number = number
        self._process: subprocess.Popen[bytes] | None = None
        self._channel: Channel | None = None
        self._stopped = False
        self.catalogue = Catalogue()
        self.start_seconds = 0.0

    def start(self) -> None:
        """Start the processes, unless they run, and wait until both are warm.

        What does not start is tried once more: somebody may have killed a process.

        Raises:
            LessonError: the hidden tests cannot be collected, or their points do not add up.
            SandboxError: this host offers no walls.
            InternalError: a process died.
        """
        if self._channel is not None:
            return
        if not any(self.plan.course.hidden(self.plan.lesson.name).glob("test_*.py")):
            problem = misfit(self.plan.notebook, []) or "it has no exercise and no hidden test"
            raise LessonError(f"lesson {self.plan.lesson.name}: {problem}")
        began = time.monotonic()
        try:
            self._start()
        except (InternalError, SandboxError):
            if self._stopped:
                raise
            self._start()
        self.start_seconds = time.monotonic() - began

    def _start(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", PROGRAM, str(theirs.fileno())],
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                env={**os.environ, "OMP_NUM_THREADS": "1"},
                process_group=0,  # a terminal's Ctrl-C is the controller's to answer
            )
        self._channel = Channel(ours)
        try:
            self._channel.send(msgspec.to_builtins(self.plan.setup(self.number)), seconds=30)
            header, _ = self._channel.receive(START_SECONDS)
        except (OSError, EOFError, TimeoutError, WireError) as error:
            self.close()
            raise InternalError(f"a grader did not start: {type(error).__name__}") from None
        self.catalogue = msgspec.convert(header, Catalogue)
        if self.catalogue.fault:
            self.close()
            raise SandboxError(self.catalogue.fault)
        problem = self.catalogue.error or misfit(self.plan.notebook, self.catalogue.tests)
        if problem:
            self.close()
            raise LessonError(f"lesson {self.plan.lesson.name}: {problem}")

    def grade(self, submission: Submission, **options: Unpack[Options]) -> GradedNotebook:
        """Grade one submission; raise InternalError when a process of ours died."""
        if self._channel is None:
            self.start()
        assert self._channel is not None
        job = job_of(submission, self.plan.notebook, **options)
        limits = self.plan.lesson.limits
        patience = 8 * limits.notebook_seconds
        patience += len(self.catalogue.tests) * (limits.call_seconds + 5) + 60
        try:
            self._channel.send(msgspec.to_builtins(job), seconds=30)
            header, _ = self._channel.receive(patience)
            outcome = msgspec.convert(header, Outcome)
        except (OSError, EOFError, WireError, msgspec.ValidationError) as error:
            self.close()
            raise InternalError(f"a grader is gone: {type(error).__name__}") from None
        return graded(self.plan, submission, outcome, self.catalogue.tier)

    def stop(self) -> None:
        """End what the lane does, from another thread: `grade` and `start` raise InternalError."""
        self._stopped = True
        process = self._process
        if process is not None:
            process.kill()

    def close(self) -> None:
        """End the processes; closing twice is fine."""
        if self._channel is not None:
            self._channel.close()
            self._channel = None
        if self._process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(10)
            self._process.kill()
            self._process.wait(10)
            self._process = None


class Load:
    """How much work waits, so that a lane is started when that pays. Thread-safe.

    Nobody knows how many submissions are to come. So another lane is started when what waits takes
    twice as long as a start, or when the lanes have been busy for as long as a start takes: then
    waiting has cost as much as starting would have (the rule for renting or buying skis).
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._lanes = 1
        self._open = self._done = 0
        self._seconds = 0.0
        self._since = math.inf

    def more(self) -> None:
        """A submission was handed in."""
        with self._lock:
            self._open += 1

    def less(self, seconds: float) -> None:
        """A submission is done and took so long."""
        with self._lock:
            self._open -= 1
            self._done += 1
            self._seconds += seconds

    def asks_for_more(self, start_seconds: float) -> bool:
        """Whether another lane should be started, which takes `start_seconds`; if so, count it."""
        with self._lock:
            now = time.monotonic()
            self._since = min(self._since, now)
            waiting = self._open - self._lanes
            ahead = waiting / self._lanes * (self._seconds / self._done if self._done else 0.0)
            if waiting < 1 or max(ahead / 2, now - self._since) < start_seconds:
                return False
            self._since = now
            self._lanes += 1
            return True


class Lanes(Closing):
    """A pool of lanes for one lesson. Thread-safe; a context manager."""

    def __init__(
        self, course: Course, lesson: str, *, count: int | None = None, run_all: bool = False
    ) -> None:
        self.plan = Plan.of(course, lesson)
        self.run_all = run_all
        self.count = count or os.cpu_count() or 1
        self.version = self.plan.version
        self._lanes = [Lane(self.plan, number) for number in range(self.count)]
        self._free: LifoQueue[Lane] = LifoQueue()  # the one that is warm first
        self._free.put(self._lanes[0])
        self._cold = self._lanes[1:]
        self._load = Load()
        self._pool = ThreadPoolExecutor(self.count, thread_name_prefix="lane")
        self._starts = ThreadPoolExecutor(self.count, thread_name_prefix="start")
        self._closed = threading.Event()
        self._busy: set[Lane] = set()

    def start(self) -> str:
        """Start one lane now and return its tier, so that faults show before the first grade."""
        lane = self._free.get()
        try:
            lane.start()
            return lane.catalogue.tier
        finally:
            self._free.put(lane)

    def tests(self) -> dict[str, tuple[str, ...]]:
        """The names of the hidden tests by exercise; empty before `start`."""
        found: dict[str, tuple[str, ...]] = {}
        for test in next(
            (lane.catalogue.tests for lane in self._lanes if lane.catalogue.tests), []
        ):
            found[test.exercise] = (*found.get(test.exercise, ()), test.name)
        return found

    def grade(self, submission: Submission) -> GradedNotebook:
        """Grade one submission and wait for it; see `submit`."""
        return self.submit(submission).result()

    def submit(self, submission: Submission, **options: Unpack[Options]) -> Future[GradedNotebook]:
        """Grade one submission in the background, twice if our side breaks the first time."""
        self._load.more()
        return self._pool.submit(self._grade, submission, {"run_all": self.run_all, **options})

    def _grade(self, submission: Submission, options: Options) -> GradedNotebook:
        """Grade, once more where our side broke: on fresh processes if one of ours died.

        Once more, too, where the student's process ended: somebody else may have killed it, such
        as a host without memory. The run with fewer crashes counts.
        """
        lane = self._take()
        made: list[GradedNotebook] = []
        try:
            for borne in ((InternalError,), ()):
                if self._closed.is_set():
                    raise InternalError("grading was stopped")
                with contextlib.suppress(*borne):
                    made.append(lane.grade(submission, **options))
                    if not is_ours(made[0]) and not crashes(made[0]):
                        break
        finally:
            self._load.less(sum(graded.result.seconds for graded in made))
            self._busy.discard(lane)
            self._free.put(lane)
        first, second = made[0], made[-1]
        return second if is_ours(first) or crashes(first) >= crashes(second) else first

    def _take(self) -> Lane:
        """Wait for a free lane; start another one meanwhile, if it will be of use."""
        lane = self._free.get()
        self._busy.add(lane)
        if lane.start_seconds and self._cold and self._load.asks_for_more(lane.start_seconds):
            self._starts.submit(self._warm, self._cold.pop())
        return lane

    def _warm(self, lane: Lane) -> None:
        """Start another lane; where that fails, those that run do the work."""
        self._busy.add(lane)
        with contextlib.suppress(InternalError, SandboxError, LessonError):
            if not self._closed.is_set():
                lane.start()
                self._free.put(lane)
        self._busy.discard(lane)

    def close(self) -> None:
        """End all processes; closing twice is fine."""
        self._closed.set()
        self._pool.shutdown(wait=False, cancel_futures=True)
        for lane in list(self._busy):  # nobody waits for what they work on
            lane.stop()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._starts.shutdown(wait=True, cancel_futures=True)
        for lane in self._lanes:
            lane.close()


def crashes(result: GradedNotebook) -> int:
    """Return how often the student's process ended before its time."""
    tests = [test for exercise in result.result.exercises for test in exercise.tests]
    cells = list(result.failed_cells.values())
    return sum(test.verdict == "crashed" for test in tests) + cells.count("crashed")


def misfit(notebook: LessonNotebook, tests: list[TestInfo]) -> str:
    """Say where hidden tests and notebook disagree on exercises or points; empty if nowhere."""
    found: dict[str, list[TestInfo]] = {}
    for test in tests:
        found.setdefault(test.exercise, []).append(test)
    for exercise in notebook.exercises:
        own = found.pop(exercise.id, [])
        if not own:
            return f"exercise {exercise.id!r} (cell {exercise.check_id!r}) has no hidden test"
        points = sum(test.points for test in own)
        if abs(points - exercise.points) > 1e-9:
            return (
                f"exercise {exercise.id!r}: the hidden tests from {own[0].place} on give "
                f"{points:g} points, its grade cell {exercise.check_id!r} {exercise.points:g}"
            )
    for exercise, own in found.items():
        return f"{own[0].place}: there is no exercise {exercise!r} in the notebook"
    return ""


def outputs_of(cell: CellOutcome, limits: Limits) -> list[dict[str, Any]]:
    """Return a cell's outputs, and below them what stopped it, if anything did."""
    if cell.error not in stops.STOPS:
        return cell.outputs
    text = f"Stopped: {stops.words(cell.error, limits)}.\n"
    return [*cell.outputs, {"output_type": "stream", "name": "stderr", "text": text}]


def job_of(submission: Submission, notebook: LessonNotebook, **options: Unpack[Options]) -> Job:
    """Return what the grader is sent of a submission."""
    ids = {cell.grade_id: cell.id for cell in submission.cells if cell.grade_id}
    exercises = [exercise.id for exercise in notebook.exercises]
    return Job(
        cells=[
            (cell.id, cell.source)
            for cell in submission.to_run(run_all=options.get("run_all", False))
        ],
        answer_cells={exercise: ids.get(exercise, "") for exercise in exercises},
        own=[cell.id for cell in submission.cells if cell.role in ("answer", "own")],
        seed=options.get("seed", 0),
        only=options.get("only", []),
        quick=options.get("quick", False),
    )


def faults_of(outcome: Outcome) -> list[str]:
    """Return what broke on our side, test by test."""
    tests = [test for found in outcome.tests.values() for test in found]
    broken = {test.name for test in tests if test.verdict == "internal"}
    told = {place.split("::")[-1]: text for place, text in outcome.details.items()}
    return [f"{name}: {text}" for name, text in told.items() if name.split("[")[0] in broken]


def graded(plan: Plan, submission: Submission, outcome: Outcome, tier: str) -> GradedNotebook:
    """Put a grader's outcome into the form that is stored, printed and shown."""
    known = signatures.load(plan.signatures)
    exercises: list[ExerciseResult] = []
    for exercise in plan.notebook.exercises:
        tests = outcome.tests.get(exercise.id, [])
        text = signatures.diagnosis(tests, list(known.get(exercise.id, {}).values()))
        exercises.append(ExerciseResult.of(exercise.id, tests, text))
    result = LessonResult(
        lesson=plan.lesson.name,
        score=sum(exercise.score for exercise in exercises),
        max_score=sum(exercise.max_score for exercise in exercises),
        exercises=exercises,
        version=plan.version,
        tier=tier,
        seconds=round(outcome.seconds, 4),
        notes=list(submission.notes),
    )
    return GradedNotebook(
        result=result,
        outputs={cell.id: outputs_of(cell, plan.lesson.limits) for cell in outcome.cells},
        failed_cells={cell.id: cell.error for cell in outcome.cells if cell.error},
        faults=faults_of(outcome),
    )
