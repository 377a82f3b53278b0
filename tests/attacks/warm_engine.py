"""One engine for all attacks: `c.SubmissionExporter.lanes_class` names `warm_engine.lanes`."""

import os
from collections.abc import Generator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path

from autograder.course import Course
from autograder.engine.lanes import Lanes
from autograder.engine.results import GradedNotebook
from autograder.notebook import Submission

MADE: dict[Path, "WarmLanes"] = {}


class WarmLanes:
    """Lanes that stay when a round closes them, and remember what they graded, by student."""

    def __init__(self, course: Course, lesson: str, log: Path) -> None:
        self.lanes = Lanes(course, lesson, count=1)
        self.version = self.lanes.version
        self.tier = ""
        self.graded: dict[str, GradedNotebook] = {}
        with writing_to(log):
            self.tier = self.lanes.start()

    @property
    def pid(self) -> int:
        """The grader process, ancestor of all others of the engine."""
        (lane,) = self.lanes._lanes
        assert lane._process is not None
        return lane._process.pid

    def start(self) -> str:
        """They are running."""
        return self.tier

    def submit(self, submission: Submission) -> Future[GradedNotebook]:
        """Grade in the background; the first cell that is no author's says whose notebook it is."""
        future = self.lanes.submit(submission)
        student = next((cell.source for cell in submission.cells if not cell.grade_id), "")
        future.add_done_callback(lambda done: self._keep(student, done))
        return future

    def _keep(self, student: str, done: Future[GradedNotebook]) -> None:
        if not done.cancelled() and done.exception() is None:
            self.graded[student] = done.result()

    def close(self) -> None:
        """Stay."""


@contextmanager
def writing_to(log: Path) -> Generator[None]:
    """Let processes that are started in here write what they print into a file."""
    saved = os.dup(1), os.dup(2)
    with log.open("ab") as file:
        try:
            for fd in (1, 2):
                os.dup2(file.fileno(), fd)
            yield
        finally:
            for fd, old in zip((1, 2), saved, strict=True):
                os.dup2(old, fd)
                os.close(old)


def lanes(course: Course, lesson: str, *, count: int | None, run_all: bool) -> WarmLanes:
    """Return the lanes of a course, as nbgrader's settings ask for them."""
    return MADE[course.root]
