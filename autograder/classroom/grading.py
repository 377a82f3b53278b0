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
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, cast

from nbgrader.api import Gradebook
from nbgrader.apps import AutogradeApp
from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.converters.base import NbGraderException
from traitlets.config import Config

from autograder.classroom.class_report import ClassReport, Progress, Reporter, Row, report
from autograder.classroom.faults import fault_of
from autograder.classroom.gradebook import class_scores, students
from autograder.classroom.intake import Scan, scan
from autograder.classroom.nbgrader_plugin import SubmissionExporter
from autograder.classroom.rounds import observed
from autograder.course import Course
from autograder.errors import (
    ConfigError,
    Interrupted,
    NotebookError,
    UsageError,
    WorkbookError,
)

__all__ = ["ClassReport", "Order", "Row", "grade_class", "nbgrader_app"]

SPECIAL = re.compile(r"[*?\[\]{}()+|^$\\]")


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
    trusted: bool = False
    scheduler: str = ""


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
        ClusterError, DiskError, GradebookError, Interrupted: what was graded so far is kept.
    """
    reporter = Reporter(progress or Progress())
    course.lesson(order.lesson)
    with stoppable(reporter), nbgrader_app(course, order) as (app, log), halting(reporter, app):
        coursedir = cast("Any", app.coursedir)
        folder = Path(coursedir.root) / coursedir.submitted_directory
        seen = look(folder, order)
        if seen.handed:
            with observed(reporter):
                autograde(app, log, fresh=order.fresh)
        with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
            scores = class_scores(gradebook, order.lesson)
            enrolled = students(gradebook) if order.submitted is None else set[str]()
        if order.feedback and scores:
            write_feedback(app, reporter.progress)
    missing = {name for name in enrolled - scores.keys() if fnmatchcase(name, order.students)}
    return report(order.lesson, seen, missing, reporter, log.failed, scores)


class Halt(KeyboardInterrupt):
    """Ends nbgrader's loop, which cleans up after an interrupt and goes on after an Exception."""

    def __init__(self, fault: WorkbookError) -> None:
        super().__init__(str(fault))
        self.fault = fault


@contextmanager
def stoppable(reporter: Reporter) -> Generator[None]:
    """Say how far the class came when a person stops it."""
    try:
        yield
    except KeyboardInterrupt:
        raise with_count(Interrupted("stopped, and the same command goes on"), reporter) from None


@contextmanager
def halting(reporter: Reporter, app: AutogradeApp) -> Generator[None]:
    """Say in words what ended the class early, and how far it came."""
    try:
        yield
    except Halt as halt:
        raise with_count(halt.fault, reporter) from halt
    except WorkbookError:
        raise
    except Exception as error:
        fault = fault_of(error, cast("Any", app.coursedir).db_url)
        if fault is None:
            raise
        raise with_count(fault, reporter) from error


def with_count(fault: WorkbookError, reporter: Reporter) -> WorkbookError:
    """Return the same error with what was done until then."""
    done = f"{reporter.done} of {reporter.total} submissions" if reporter.total else "nothing"
    return type(fault)(f"{fault}: {done} graded in this run, and every grade is kept")


def write_feedback(app: AutogradeApp, progress: Progress) -> None:
    """Write the feedback page of everybody who was graded."""
    progress.say("writing feedback")
    converter = GenerateFeedback(coursedir=cast("Any", app.coursedir), parent=app)
    converter.force = True
    converter.start()


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
    database_log = logging.getLogger("tornado.application")  # nbgrader's gradebook writes there
    app = AutogradeApp()
    try:
        app.initialize([], root=str(course.root))
        app.log.handlers[:] = [log]
        app.log.propagate = False
        database_log.addHandler(log)
        coursedir = cast("Any", app.coursedir)
        coursedir.assignment_id = order.lesson
        coursedir.student_id = order.students
        if submitted:
            coursedir.submitted_directory = str(submitted)
        settings = Config()
        settings.SubmissionExporter.run_all = order.run_all
        settings.SubmissionExporter.jobs = order.jobs
        if order.scheduler:
            settings.SubmissionExporter.scheduler = order.scheduler
        if order.trusted:
            settings.SubmissionExporter.trusted = True
        app.update_config(settings)
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", module=r"(nbgrader|sqlalchemy)\b")  # not ours to mend
            yield app, log
    finally:
        app.log.handlers.clear()
        database_log.removeHandler(log)
        os.chdir(here)


class Converter(Autograde):
    """Ends the class over what hits everybody, where stock fails with one after the other."""

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        """Make the student's folder and rows."""
        with self._halting():
            super().init_assignment(assignment_id, student_id)

    def convert_single_notebook(self, notebook_filename: str) -> None:
        """Grade one notebook and write it down."""
        with self._halting():
            super().convert_single_notebook(notebook_filename)

    @contextmanager
    def _halting(self) -> Generator[None]:
        try:
            yield
        except Exception as error:
            fault = fault_of(error, cast("Any", self.coursedir).db_url)
            if fault is None:
                raise
            raise Halt(fault) from error


def autograde(app: AutogradeApp, log: ErrorLog, *, fresh: bool) -> None:
    """Run nbgrader's own converter; what stops all of it is raised, what stops one is logged."""
    converter = Converter(coursedir=cast("Any", app.coursedir), parent=app)
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
