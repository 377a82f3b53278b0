"""`workbook grade`: a whole class through nbgrader's own autograde step, with a report.

Submissions come from `submitted/` of the course or from any other folder of the same shape;
results always go where nbgrader keeps them: `autograded/`, `feedback/` and the gradebook of the
course.
"""

from __future__ import annotations

import logging
import os
import re
import warnings
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, cast

import msgspec
from nbgrader.api import Gradebook
from nbgrader.apps import AutogradeApp
from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.converters.base import NbGraderException
from traitlets.config import Config

from autograder.blocks import worded
from autograder.course import Course
from autograder.errors import ConfigError, NotebookError, UsageError, WorkbookError
from autograder.gradebook import Scores, class_scores
from autograder.intake import Refused, Scan, scan
from autograder.nbgrader_plugin import SubmissionExporter
from autograder.results import GradedNotebook
from autograder.rounds import Observer, observed
from autograder.store import is_ours

__all__ = ["ClassReport", "Order", "Row", "grade_class"]

Status = Literal["graded", "unchanged", "refused", "failed", "absent"]
SPECIAL = re.compile(r"[*?\[\]{}()+|^$\\]")


class Mark(msgspec.Struct, frozen=True):
    """A student's points in one exercise; `open` when a person has to give them."""

    id: str
    score: float | None
    max_score: float
    open: bool = False


class Row(msgspec.Struct, kw_only=True):
    """A student in the report. `fault`: part of it could not be graded, by our fault."""

    student: str
    status: Status
    score: float | None = None
    max_score: float = 0.0
    exercises: list[Mark] = []
    notes: list[str] = []
    fault: bool = False


class ClassReport(msgspec.Struct, kw_only=True):
    """The JSON object that `workbook grade --json` prints."""

    lesson: str
    version: str = ""
    tier: str = ""
    students: list[Row] = []

    @property
    def exit_code(self) -> int:
        """0; 1 when somebody's notebook was refused or failed; 3 when something of ours broke."""
        if any(row.fault for row in self.students):
            return 3
        return int(any(row.status in ("refused", "failed") for row in self.students))


@dataclass(frozen=True)
class Order:
    """What to grade, and how."""

    lesson: str
    submitted: Path | None = None
    students: str = "*"
    fresh: bool = False
    run_all: bool = False
    jobs: int = 0
    feedback: bool = False


class Progress:
    """Told how far a class is; the base class shows nothing."""

    def begin(self, total: int) -> None:
        """`total` submissions are about to be graded."""

    def step(self, student: str) -> None:
        """A student's result is known."""

    def say(self, what: str) -> None:
        """Something else is being done."""


@dataclass
class Reporter(Observer):
    """Collects what a round of nbgrader does."""

    progress: Progress
    speaks = True
    refused: list[Refused] = field(default_factory=list[Refused])
    unchanged: list[str] = field(default_factory=list[str])
    results: dict[str, GradedNotebook] = field(default_factory=dict[str, GradedNotebook])

    def planned(self, to_grade: list[str], unchanged: list[str], refused: list[Refused]) -> None:
        """Note what was set aside."""
        self.unchanged, self.refused = unchanged, refused
        self.progress.begin(len(to_grade))

    def graded(self, student: str, graded: GradedNotebook) -> None:
        """Keep the result, without outputs: a class must fit into memory."""
        self.results[student] = msgspec.structs.replace(graded, outputs={}, failed_cells={})
        self.progress.step(student)


class ErrorLog(logging.Handler):
    """Collects what nbgrader logs when it cannot process a submission: path, then traceback."""

    START = "There was an error processing assignment: "

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.failed: dict[str, str] = {}
        self.last: list[str] = []
        self._path = ""

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the last line of a traceback as the reason."""
        text = record.getMessage()
        if text.startswith(self.START):
            self._path = text.removeprefix(self.START)
        elif self._path:
            student = Path(self._path).parent.name
            self.failed[student] = text.strip().splitlines()[-1]
            self._path = ""
        else:
            self.last.append(text)


def grade_class(course: Course, order: Order, progress: Progress | None = None) -> ClassReport:
    """Grade what was handed in for a lesson and return the report.

    Raises:
        UsageError: there is no such lesson or folder.
        NotebookError: nobody handed in anything.
        StaleBuildError: the release does not match its source; nothing was graded.
        SandboxError: this host offers no walls; nothing was graded.
        InternalError: a process of ours died at the start.
    """
    progress = progress or Progress()
    course.lesson(order.lesson)
    with nbgrader_app(course, order) as (app, log):
        coursedir = cast("Any", app.coursedir)
        folder = Path(coursedir.root) / coursedir.submitted_directory
        seen = look(folder, order)
        reporter = Reporter(progress)
        if seen.handed:
            with observed(reporter):
                autograde(app, log, fresh=order.fresh)
        with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
            scores = class_scores(gradebook, order.lesson)
        if order.feedback and scores:
            progress.say("writing feedback")
            converter = GenerateFeedback(coursedir=coursedir, parent=app)
            converter.force = True
            converter.start()
    return report(order.lesson, seen, reporter, log, scores)


def look(folder: Path, order: Order) -> Scan:
    """Return what lies in the folder of submissions; raise when there is nothing to grade."""
    if not folder.is_dir():
        raise UsageError(f"there is no folder {folder}; name another with --submitted")
    seen = scan(folder, order.lesson, order.students)
    if not seen.handed and not seen.refused:
        raise NotebookError(
            f"{folder}: nobody"
            + (f" that matches {order.students!r}" if order.students != "*" else "")
            + f" handed in {order.lesson}; a notebook is expected at "
            f"{folder}/<student>/{order.lesson}/{order.lesson}.ipynb"
        )
    return seen


@contextmanager
def nbgrader_app(course: Course, order: Order) -> Generator[tuple[AutogradeApp, ErrorLog]]:
    """Yield nbgrader's autograde app as `nbgrader autograde` in the course folder sets it up."""
    submitted = order.submitted and order.submitted.resolve()
    if submitted and SPECIAL.search(str(submitted)):
        raise UsageError(f"{submitted}: nbgrader cannot look into a folder with such a name")
    here = Path.cwd()
    os.chdir(course.root)
    log = ErrorLog()
    app = AutogradeApp()
    try:
        app.initialize([], root=str(course.root))
        app.log.handlers[:] = [log]
        app.log.propagate = False
        coursedir = cast("Any", app.coursedir)
        coursedir.assignment_id = order.lesson
        coursedir.student_id = order.students
        if submitted:
            coursedir.submitted_directory = str(submitted)
        settings = Config()
        settings.SubmissionExporter.run_all = order.run_all
        settings.SubmissionExporter.jobs = order.jobs
        app.update_config(settings)
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", module=r"(nbgrader|sqlalchemy)\b")  # not ours to mend
            yield app, log
    finally:
        app.log.handlers.clear()
        os.chdir(here)


def autograde(app: AutogradeApp, log: ErrorLog, *, fresh: bool) -> None:
    """Run nbgrader's own converter; what stops all of it is raised, what stops one is logged."""
    converter = Autograde(coursedir=cast("Any", app.coursedir), parent=app)
    converter.force = fresh
    refuse_unwalled(converter)
    try:
        converter.start()
    except NbGraderException as error:
        if isinstance(error.__cause__, WorkbookError):
            raise error.__cause__ from None
        if not log.failed:
            raise WorkbookError(f"nbgrader ended: {log.last[-1] if log.last else error}") from error
    finally:
        if converter.trait_has_value("exporter"):
            cast("Any", converter.exporter).round.close()


def refuse_unwalled(converter: Autograde) -> None:
    """Raise ConfigError when nbgrader's own Execute would run student code without walls."""
    steps = {str(getattr(step, "__name__", step)) for step in converter.autograde_preprocessors}
    names = {step.rpartition(".")[2] for step in steps}
    ours = {"SandboxExecute", "SaveHiddenScores"} <= names and "Execute" not in names
    if not (ours and issubclass(cast("Any", converter.exporter_class), SubmissionExporter)):
        raise ConfigError(
            "nbgrader's settings would run student code outside the sandbox: nbgrader_config.py "
            'must load course_config.py (load_subconfig("course_config.py")), and that must set '
            "c.Autograde.exporter_class and c.Autograde.autograde_preprocessors as the "
            "workbook's own does"
        )


def report(
    lesson: str, seen: Scan, reporter: Reporter, log: ErrorLog, scores: dict[str, Scores]
) -> ClassReport:
    """Put everything that is known of the class into one report, students in order."""
    reasons = {one.student: one.message for one in (*seen.refused, *reporter.refused)}
    names = {handed.student for handed in seen.handed} | reasons.keys() | set(seen.absent)
    made = ClassReport(lesson=lesson)
    for student in sorted(names):
        result = reporter.results.get(student)
        row = Row(student=student, status="graded")
        if student in reasons:
            row.status, row.notes = "refused", [reasons[student]]
        elif student in seen.absent:
            row.status, row.notes = "absent", ["nothing handed in"]
        elif student in log.failed:
            row.status, row.notes = "failed", [log.failed[student]]
        elif student in reporter.unchanged:
            row.status = "unchanged"
        if result is not None:
            made.version, made.tier = result.result.version, result.result.tier
            row.notes = [*row.notes, *result.result.notes]
            row.fault = is_ours(result)
        if student in scores and row.status in ("graded", "unchanged"):
            fill(row, scores[student])
        row.notes = [worded(note) for note in row.notes]
        made.students.append(row)
    return made


def fill(row: Row, scores: Scores) -> None:
    """Put the gradebook's scores into a row: also those that a person gave."""
    row.exercises = [
        Mark(
            id=name,
            score=None if name in scores.open else score,
            max_score=scores.points[name],
            open=name in scores.open,
        )
        for name, score in scores.exercises.items()
    ]
    row.score, row.max_score = scores.total, sum(scores.points.values())
    if scores.penalty:
        row.notes = [*row.notes, f"late: −{scores.penalty:g}"]
    if scores.open:
        row.notes = [*row.notes, f"to be graded by hand: {', '.join(scores.open)}"]
