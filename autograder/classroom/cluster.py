"""Lanes on many machines: Dask distributed hands submissions out, results stream back.

Each Dask worker keeps warm lanes of its own behind the same walls as at home. What it needs of the
course, hidden tests included, travels to it once as an archive: keep scheduler and workers inside
a network that you trust. One writer, here, applies the results.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import io
import tempfile
import threading
import time
import zipfile
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, ClassVar

import msgspec
from distributed import Client, WorkerPlugin
from distributed.comm.core import connect as open_comm

from autograder.classroom.batch import AHEAD_OF_CLUSTER
from autograder.classroom.parcel import course_files, packed
from autograder.course import Course, load_course
from autograder.engine.lanes import Lanes, Plan
from autograder.engine.results import GradedNotebook
from autograder.errors import ClusterError, InternalError, WorkbookError
from autograder.notebook import Cell, Submission

__all__ = ["ClusterLanes"]

ATTEMPTS = 4
ANSWER_SECONDS = 15.0
WORKER_SECONDS = 60.0
RESTART_SECONDS = 60.0
"""How long a scheduler that was lost while a class is graded may take to come back."""
PULSE_SECONDS = 30.0
"""How long a result is waited for before the scheduler is asked whether it is still there."""


class Work(msgspec.Struct, frozen=True):
    """One submission on its way to a worker."""

    cells: list[Cell]
    notes: list[str]
    run_all: bool


class Unpacked:
    """A lesson on a Dask worker: its files, and lanes that start with the first submission."""

    known: ClassVar[dict[str, Unpacked]] = {}
    lock: ClassVar[threading.Lock] = threading.Lock()

    def __init__(self, archive: bytes, lesson: str, count: int) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="workbook-")
        with zipfile.ZipFile(io.BytesIO(archive)) as files:
            files.extractall(self._folder.name)
        self.lanes = Lanes(load_course(Path(self._folder.name)), lesson, count=count)

    def close(self) -> None:
        """End the lanes and delete the files."""
        self.lanes.close()
        self._folder.cleanup()


class Parcel(WorkerPlugin):
    """Unpacks a lesson where a worker starts, those that join later included."""

    def __init__(self, name: str, archive: bytes, lesson: str) -> None:
        self.name = name
        self.archive = archive
        self.lesson = lesson

    def setup(self, worker: Any) -> None:
        """Make room for the lesson in a worker's process."""
        with Unpacked.lock:
            if self.name not in Unpacked.known:
                made = Unpacked(self.archive, self.lesson, worker.state.nthreads)
                Unpacked.known[self.name] = made

    def teardown(self, worker: Any) -> None:
        """Clean up when the worker ends or the class is graded."""
        with Unpacked.lock:
            made = Unpacked.known.pop(self.name, None)
        if made is not None:
            made.close()


def unpacked(name: str) -> Unpacked:
    """Return what a plugin unpacked in this process; raise InternalError before it did."""
    with Unpacked.lock:
        if name not in Unpacked.known:
            raise InternalError("the lesson has not arrived at this worker")
        return Unpacked.known[name]


async def start_there(name: str) -> tuple[str, str]:
    """On a worker: start a lane and return its tier and the version that it grades by.

    Beside the worker's event loop, which has to answer its scheduler meanwhile.
    """
    lanes = unpacked(name).lanes
    return await asyncio.to_thread(lanes.start), lanes.version


def grade_there(name: str, lesson: str, work: bytes) -> bytes:
    """On a worker: grade one submission."""
    asked = msgspec.json.decode(work, type=Work)
    submission = Submission(lesson, tuple(asked.cells), tuple(asked.notes))
    graded = unpacked(name).lanes.submit(submission, run_all=asked.run_all).result()
    return msgspec.json.encode(graded)


class ClusterLanes:
    """What `engine.lanes.Lanes` is for one machine, for those behind a Dask scheduler."""

    def __init__(
        self, course: Course, lesson: str, *, scheduler: str, run_all: bool = False
    ) -> None:
        self.version = Plan.of(course, lesson).version
        self.lesson = lesson
        self.scheduler = scheduler
        self.run_all = run_all
        self._archive = packed(course_files(course, lesson))
        self._name = f"workbook-{hashlib.sha256(self._archive).hexdigest()[:16]}"
        self._client: Any = None
        self._reached = False
        self._lost: ClusterError | None = None
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(AHEAD_OF_CLUSTER, thread_name_prefix="cluster")
        self._closed = False

    def start(self) -> str:
        """Connect, send the lesson, start a lane on each worker, return the lowest tier of all.

        Raises:
            ClusterError: no scheduler, no workers, or workers of another version.
        """
        found: dict[str, tuple[str, str]] = self._connected().run(start_there, self._name)
        for address, (_, version) in found.items():
            if version != self.version:
                raise ClusterError(
                    f"the worker at {address} grades by version {version}, this machine by "
                    f"{self.version}: install the same workbook and torch on both"
                )
        return max(tier for tier, _ in found.values())

    def submit(self, submission: Submission) -> Future[GradedNotebook]:
        """Grade one submission on any worker, again on another when that one dies."""
        work = Work(list(submission.cells), list(submission.notes), self.run_all)
        return self._pool.submit(self._grade, msgspec.json.encode(work))

    def _grade(self, work: bytes) -> GradedNotebook:
        """Ask for one result, however often a scheduler or a worker goes away under it.

        Raises ClusterError when the scheduler stays away: that hits the whole class.
        """
        problem: WorkbookError = InternalError("grading was stopped")
        for _ in range(ATTEMPTS):
            if self._closed:
                break
            client = self._connected()
            try:
                asked = client.submit(grade_there, self._name, self.lesson, work, pure=False)
                return msgspec.json.decode(self._result(client, asked), type=GradedNotebook)
            except WorkbookError as error:
                problem = error
            except Exception as error:  # whatever Dask raises when a connection or worker is lost
                problem = InternalError(f"{self.scheduler}: {type(error).__name__}: {error}")
        raise problem

    def _result(self, client: Any, asked: Any) -> bytes:
        """Wait for a result as long as the scheduler answers."""
        while True:
            try:
                return asked.result(timeout=PULSE_SECONDS)
            except TimeoutError:
                self._feel_pulse(client)

    def _feel_pulse(self, client: Any) -> None:
        """Give a connection up whose scheduler is silent; raise then, and when grading stopped."""
        with self._lock:
            if self._closed or client is not self._client:
                raise ClusterError(f"the connection to {self.scheduler} was given up")
            try:
                knock(self.scheduler)
            except OSError:
                self._client = None
                client.close(timeout=1)
                raise

    def _connected(self) -> Any:
        """Return a client whose scheduler has workers with the lesson; connect again if need be."""
        with self._lock:
            if self._client is not None and self._client.status == "running":
                return self._client
            if self._lost is not None:
                raise self._lost
            if self._client is not None:
                self._client.close(timeout=1)
            self._client = self._connect()
            self._client.register_plugin(Parcel(self._name, self._archive, self.lesson))
            self._reached = True
            return self._client

    def _connect(self) -> Any:
        """Connect; a scheduler that was there before may take a while to come back."""
        until = time.monotonic() + (RESTART_SECONDS if self._reached else 0)
        while True:
            try:
                return connect(self.scheduler)
            except ClusterError as error:
                if self._closed or time.monotonic() > until:
                    self._lost = error
                    raise

    def close(self) -> None:
        """End the lanes on all workers; they stay for the next class. Closing twice is fine."""
        self._closed = True
        self._pool.shutdown(wait=False, cancel_futures=True)
        with self._lock:
            client, self._client = self._client, None
        if client is None:
            return
        with contextlib.suppress(Exception):  # the scheduler may be gone, and its workers with it
            knock(self.scheduler)
            client.unregister_worker_plugin(self._name)
        client.close(timeout=2)


def knock(scheduler: str) -> None:
    """Raise OSError unless the scheduler answers: Dask's client waits for a silent one for ever."""

    async def greet() -> None:
        greeted = await open_comm(scheduler, timeout=ANSWER_SECONDS)
        greeted.abort()

    asyncio.run(asyncio.wait_for(greet(), ANSWER_SECONDS))


def connect(scheduler: str) -> Any:
    """Return a client of the scheduler once it has a worker; raise ClusterError without."""
    try:
        knock(scheduler)
        client: Any = Client(scheduler, timeout=ANSWER_SECONDS, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise ClusterError(
            f"the scheduler at {scheduler} does not answer ({error}): start it with "
            "`dask scheduler`, or name it as it prints itself"
        ) from None
    try:
        client.wait_for_workers(1, timeout=WORKER_SECONDS)
    except TimeoutError:
        client.close(timeout=1)
        raise ClusterError(
            f"the scheduler at {scheduler} has no workers: start some with "
            f"`dask worker {scheduler}`"
        ) from None
    return client
