"""The engine as the rest of the program uses it: give it submissions, get results.

A lane is one grader process with one launcher process, both warm, for one lesson. `Lanes` keeps as
many as there are cores and hands submissions out. What breaks on our side is tried once more on a
fresh lane and then raised as InternalError, so that no student is blamed for it.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import socket
import subprocess
import sys
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import Self, TypedDict, Unpack

import msgspec

from autograder import __version__, signatures
from autograder.bundle import staged_library
from autograder.course import Course, Lesson
from autograder.errors import InternalError, LessonError, SandboxError, WireError
from autograder.launcher import Setup
from autograder.notebook import LessonNotebook, Submission
from autograder.protocol import Catalogue, GraderSetup, Job, Outcome, TestInfo
from autograder.results import ExerciseResult, GradedNotebook, LessonResult
from autograder.wire import Channel

__all__ = ["Lane", "Lanes", "Plan"]

PACKAGE = Path(__file__).resolve().parent
PROGRAM = "import sys; from autograder.grader import main; main(int(sys.argv[1]))"
START_SECONDS = 150.0
UID_BASE = 2_000_000
UIDS_PER_LANE = 1_000
FONTS_SCRIPT = "import matplotlib.font_manager"


class Options(TypedDict, total=False):
    """How a submission is graded.

    `run_all` runs cells that only show something too, `seed` moves the hidden tests' own random
    inputs, and `only` and `quick` leave tests out: see `autograder.protocol.Job`.
    """

    run_all: bool
    seed: int
    only: list[str]
    quick: bool


@dataclass(frozen=True)
class Plan:
    """What a lane needs to know: the lesson, its notebook, and where things lie."""

    course: Course
    lesson: Lesson
    notebook: LessonNotebook

    @classmethod
    def of(cls, course: Course, name: str) -> Plan:
        """Read the lesson's release notebook, else its source; raise LessonError without either."""
        lesson = course.lesson(name)
        paths = (course.release(name), course.source(name))
        path = next((path for path in paths if path.is_file()), None)
        if path is None:
            raise LessonError(f"lesson {name} has no notebook: expected {paths[1]}")
        return cls(course, lesson, LessonNotebook.load(name, path))

    @cached_property
    def version(self) -> str:
        """A hash of all that decides a score: hidden tests, lesson, limits and engine."""
        digest = hashlib.sha256(f"{__version__} {self.lesson}".encode())
        for cell in self.notebook.cells:
            if cell.grade_id:
                digest.update(f"{cell.grade_id}\0{cell.source}\0{cell.points}".encode())
        files = [
            *sorted(self.course.hidden(self.lesson.name).rglob("*.py")),
            *sorted(PACKAGE.glob("*.py")),
            *sorted((PACKAGE / "sandbox").glob("*.py")),
            self.signatures,
        ]
        for file in files:
            if file.is_file():
                digest.update(file.name.encode() + b"\0" + file.read_bytes())
        return digest.hexdigest()[:16]

    @property
    def signatures(self) -> Path:
        """Which tests each known mutant fails, written by `workbook verify`."""
        return self.course.mutants(self.lesson.name) / "signatures.json"

    def setup(self, lane: int) -> GraderSetup:
        """Return what the grader of lane number `lane` is told."""
        limits = self.lesson.limits
        state = self.course.root / ".workbook"
        library = staged_library(self.course, self.lesson.name, state / "staged")
        binds = [(str(library), "/opt/workbook")]
        if any(name.startswith("matplotlib") for name in self.lesson.preload):
            binds.append((str(font_cache(state / "fonts")), "/opt/matplotlib"))
        launcher = Setup(
            binds=binds,
            hide=[str(self.course.root), *installed_library()],
            sys_path=["/opt/workbook"],
            preload=list(self.lesson.preload),
            uid_base=UID_BASE + lane * UIDS_PER_LANE,
            memory_bytes=limits.memory_bytes,
            processes=limits.processes,
            open_files=limits.open_files,
            tmp_bytes=limits.tmp_bytes,
            tmp_inodes=limits.tmp_inodes,
            cpu_seconds=int(limits.notebook_seconds * 10),
            output_bytes=limits.output_bytes,
            output_count=limits.output_count,
        )
        hidden = str(self.course.hidden(self.lesson.name))
        return GraderSetup(self.lesson.name, hidden, limits, launcher, launcher_environment())


def installed_library() -> list[str]:
    """Return where the whole student_lib is installed: a lesson sees its prerequisites' part."""
    found = importlib.util.find_spec("student_lib")
    return list(found.submodule_search_locations or ()) if found else []


def launcher_environment() -> dict[str, str]:
    """The whole environment of student code: nothing of the caller's is passed on."""
    environment = {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": "/home/student",
        "LANG": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "NUMBA_NUM_THREADS": "1",
        "HF_HUB_OFFLINE": "1",
        "WORKBOOK_STATIC": "1",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "MPLCONFIGDIR": "/tmp/matplotlib",
        "IPYTHONDIR": "/tmp/ipython",
        # huge pages under malloc halve the time of a fork: 6.7 → 3.3 ms, measured with torch
        "PYTHONMALLOC": "malloc",
        "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
    }
    if not Path("/dev/nvidiactl").exists():
        environment["NUMBA_ENABLE_CUDASIM"] = "1"
        environment["CUDA_VISIBLE_DEVICES"] = ""
    return environment


def font_cache(folder: Path) -> Path:
    """Return a folder with matplotlib's list of fonts, which takes seconds to make."""
    if not any(folder.glob("fontlist-*.json")):
        folder.mkdir(parents=True, exist_ok=True)
        environment = {**os.environ, "MPLCONFIGDIR": str(folder)}
        subprocess.run(
            [sys.executable, "-c", FONTS_SCRIPT], env=environment, check=True, timeout=120
        )
    return folder


class Lane:
    """One grader process and its launcher. Not thread-safe; a context manager."""

    def __init__(self, plan: Plan, number: int = 0) -> None:
        self.plan = plan
        self.number = number
        self._process: subprocess.Popen[bytes] | None = None
        self._channel: Channel | None = None
        self.catalogue = Catalogue()

    def start(self) -> None:
        """Start the processes and wait until both are warm.

        Raises:
            LessonError: the hidden tests cannot be collected, or their points do not add up.
            SandboxError: this host offers no walls.
            InternalError: a process died.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", PROGRAM, str(theirs.fileno())],
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                env={**os.environ, "OMP_NUM_THREADS": "1"},
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

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class Lanes:
    """A pool of lanes for one lesson. Thread-safe; a context manager."""

    def __init__(
        self, course: Course, lesson: str, *, count: int | None = None, run_all: bool = False
    ) -> None:
        self.plan = Plan.of(course, lesson)
        self.run_all = run_all
        self.count = count or os.cpu_count() or 1
        self.version = self.plan.version
        self._free: SimpleQueue[Lane] = SimpleQueue()
        self._lanes = [Lane(self.plan, number) for number in range(self.count)]
        for lane in self._lanes:
            self._free.put(lane)
        self._pool = ThreadPoolExecutor(self.count, thread_name_prefix="lane")
        self._closed = threading.Event()

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
        return self._pool.submit(self._grade, submission, {"run_all": self.run_all, **options})

    def _grade(self, submission: Submission, options: Options) -> GradedNotebook:
        lane = self._free.get()
        try:
            return lane.grade(submission, **options)
        except InternalError:
            if self._closed.is_set():
                raise
            return lane.grade(submission, **options)
        finally:
            self._free.put(lane)

    def close(self) -> None:
        """End all processes; closing twice is fine."""
        self._closed.set()
        self._pool.shutdown(wait=True, cancel_futures=True)
        for lane in self._lanes:
            lane.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


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


def job_of(submission: Submission, notebook: LessonNotebook, **options: Unpack[Options]) -> Job:
    """Return what the grader is sent of a submission."""
    ids = {cell.grade_id: cell.id for cell in submission.cells if cell.grade_id}
    exercises = [exercise.id for exercise in notebook.exercises]
    return Job(
        cells=[
            (cell.id, cell.source)
            for cell in submission.to_run(run_all=options.get("run_all", False))
        ],
        answers={exercise: submission.answers(exercise) for exercise in exercises},
        answer_cells={exercise: ids.get(exercise, "") for exercise in exercises},
        seed=options.get("seed", 0),
        only=options.get("only", []),
        quick=options.get("quick", False),
    )


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
        outputs={cell.id: cell.outputs for cell in outcome.cells},
        failed_cells={cell.id: cell.error for cell in outcome.cells if cell.error},
    )
