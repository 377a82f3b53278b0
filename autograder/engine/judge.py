"""The hidden tests at work: pytest, collected once, run per submission.

A pass exists only as a record made here. Whatever a submission prints, writes or returns with
counts for nothing; what is missing has failed.
"""

from __future__ import annotations

import builtins
import gc
import os
import random
import re
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Iterator
from typing import Final, Literal, cast

import msgspec
import numpy as np
import pytest
import torch
from _pytest.runner import runtestprotocol

from autograder.engine.protocol import Catalogue, GraderSetup, Job, Outcome, TestInfo
from autograder.engine.results import DISPLAY_ORDER, TestResult, Verdict
from autograder.engine.rules import Notebook, RuleBroken
from autograder.engine.stops import STOPS, limit_of, words
from autograder.engine.student import BadReply, Gone, Line, Overtime, Student
from autograder.engine.submitted import Submitted
from autograder.engine.wire import Channel
from autograder.engine.workers import Launcher
from autograder.errors import InternalError, SandboxError
from autograder.testing import Marks, Mismatch, StudentError, marks_of

__all__ = ["serve"]

SEED: Final = 20260101
QUICK_SECONDS: Final = 1.0
HURRIED_SECONDS: Final = 1.0
MAX_DEATHS: Final = 2  # of the whole worker, in an exercise: then its other tests fail at once
BUILTIN_ERRORS: Final = {
    name
    for name, value in vars(builtins).items()
    if isinstance(value, type) and issubclass(value, BaseException)
}
IDLE: Final = (
    "cacheprovider", "debugging", "doctest", "faulthandler", "junitxml", "logging", "pastebin",
    "stepwise", "terminal", "threadexception", "unraisableexception", "warnings",
)  # fmt: skip
"""Plugins of pytest that have nothing to do here, and take half of its time."""
PLACE: Final = re.compile(r"^(?:.*/)?([^/\s]+\.py):(\d+): ", re.MULTILINE)


class Inconstant(Exception):
    """A submission answered a test wrongly among others and rightly alone.

    So may an honest one that keeps what an earlier test left. But it may also have guessed twice:
    then every test counts as it ends alone, at once, in a worker that remembers no first guess.
    """


class Judge:
    """The pytest plugin: collects once, then grades job after job instead of pytest's own loop."""

    def __init__(self, setup: GraderSetup, control: Channel, launcher: Launcher) -> None:
        self.setup = setup
        self.control = control
        self.launcher = launcher
        self.submitted: Submitted | None = None
        self.notebook = Notebook(())
        self.job = Job([], {})
        self.alone = False
        self.raised: BaseException | None = None
        self.line: Line | None = None
        self.collect_errors: list[str] = []
        self.overtime: set[str] = set()
        self.deaths: Counter[str] = Counter()
        self.left: dict[str, float] = {}

    # pytest's side

    @pytest.fixture
    def student(self, request: pytest.FixtureRequest) -> Iterator[Student]:
        """The submission at hand, in a process that no test but this one can have spoilt."""
        marks = marks_of(request.function)
        cell = self.job.answer_cells.get(marks.exercise, "")
        answer = next((source for id, source in self.job.cells if id == cell), "")
        for rule in marks.rules:
            rule.check(self.notebook, answer)
        student = Student(lambda: self._connect(marks))
        yield student
        for rule in marks.rules:
            rule.check_called(student.called)
        for budget in marks.budgets:
            budget.check(student.spent)

    def _connect(self, marks: Marks) -> Line:
        if self.submitted is None:
            raise InternalError("a test ran without a submission")
        if self.deaths[marks.exercise] >= MAX_DEATHS:
            raise Gone
        runs = self.submitted.runs
        self.line = self.submitted.line()
        self.deaths[marks.exercise] += self.submitted.runs - runs
        return self.line.begin(
            self._patience(marks),
            self._left(marks),
            record=any(rule.forbid for rule in marks.rules),
            measure=bool(marks.budgets),
        )

    def _patience(self, marks: Marks) -> float:
        """How long a call may take. What looped for ever once most likely does so again."""
        seconds = self.setup.limits.call_seconds
        if marks.exercise in self.overtime:
            return min(seconds, HURRIED_SECONDS)
        return min(seconds, QUICK_SECONDS) if self.job.quick else seconds

    def _left(self, marks: Marks) -> float:
        """How long all calls of an exercise's tests may still take: as long as a notebook."""
        return self.left.get(marks.exercise, self.setup.limits.notebook_seconds)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Remember what could not be collected."""
        if report.failed:
            self.collect_errors.append(told(report))

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> pytest.TestReport:
        """Keep the exception itself; building a traceback would cost more than the test."""
        if call.excinfo is not None and self.raised is None:
            self.raised = call.excinfo.value
        return pytest.TestReport(
            nodeid=item.nodeid,
            location=item.location,
            keywords={},
            outcome="passed" if call.excinfo is None else "failed",
            longrepr=None,
            when=cast("Literal['setup', 'call', 'teardown']", call.when),
            duration=call.duration,
        )

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Say what was collected, then grade until the controller closes the line."""
        catalogue = self._catalogue(session)
        gc.collect()
        gc.freeze()  # torch and pytest need not be looked through again and again
        listens = self._told(catalogue) and not (catalogue.error or catalogue.fault)
        while listens:
            try:
                header, _ = self.control.receive()
            except EOFError:
                break
            listens = self._told(self.grade(session, msgspec.convert(header, Job)))
        return True

    def _told(self, message: Catalogue | Outcome) -> bool:
        """Tell the controller; return whether it was there to listen."""
        try:
            self.control.send(msgspec.to_builtins(message))
        except ConnectionError:
            return False
        return True

    def _catalogue(self, session: pytest.Session) -> Catalogue:
        if self.collect_errors:
            return Catalogue(error="; ".join(self.collect_errors))
        tests: dict[str, TestInfo] = {}
        for item in functions(session):
            marks, name = marks_of(item.function), item.originalname
            place = f"{item.path.name}, line {item.function.__code__.co_firstlineno}"
            title = " ".join((item.function.__doc__ or "").split())
            if not marks.exercise or not title:
                missing = "@exercise(id, points=…)" if not marks.exercise else "a docstring"
                return Catalogue(error=f"{place}, {name}: a hidden test needs {missing}")
            info = TestInfo(name, title, marks.exercise, marks.points, place)
            tests[item.nodeid.split("[")[0]] = info
        if not tests:
            return Catalogue(error=f"{self.setup.hidden} holds no hidden test")
        try:
            return Catalogue(list(tests.values()), tier=self.launcher.hello())
        except SandboxError as error:
            return Catalogue(fault=str(error))

    # one submission

    def grade(self, session: pytest.Session, job: Job) -> Outcome:
        """Run a submission's cells and every hidden test on it."""
        start = time.monotonic()
        self.job = job
        self.left.clear()
        self.notebook = Notebook(source for _, source in job.cells)
        with Submitted(self.launcher, self.setup.limits, job) as self.submitted:
            self.submitted.run()
            try:
                tests, details = self._run_tests(session, alone=False)
            except Inconstant:
                self.submitted.start_over()
                tests, details = self._run_tests(session, alone=True)
            finally:
                tear_down(session, None)  # fixtures of modules: the next student has others
            cells = list(self.submitted.outcomes.values())
        self.submitted = None
        flat = {exercise: list(found.values()) for exercise, found in tests.items()}
        return Outcome(cells, flat, time.monotonic() - start, details)

    def _run_tests(
        self, session: pytest.Session, *, alone: bool
    ) -> tuple[dict[str, dict[str, TestResult]], dict[str, str]]:
        """Run every test; return results by exercise and name, and what was raised, by test."""
        self.alone = alone
        self.overtime.clear()
        self.deaths.clear()
        tests: dict[str, dict[str, TestResult]] = {}
        details: dict[str, str] = {}
        for item in functions(session):
            marks = marks_of(item.function)
            if self.job.only and marks.exercise not in self.job.only:
                continue
            result = self._run_test(item, marks)
            if self.raised is not None:
                details[item.nodeid] = f"{type(self.raised).__name__}: {self.raised}"[:2000]
            known = tests.setdefault(marks.exercise, {})
            known[result.name] = worse(known.get(result.name), result)
            if self.job.quick and not result.passed:
                break
        return tests, details

    def _run_test(self, item: pytest.Function, marks: Marks) -> TestResult:
        """Run a test in the process of those before it; what does not pass there runs again alone.

        So one test's crash, hang or side effect costs that test only, and a right submission pays
        for one fork. A crash must happen twice: somebody outside may have killed the process. So
        must an answer that is none: a thread that another exercise's cell left may have sent it.

        Raises Inconstant when both attempts gave an answer and only the second a right one.
        """
        start = time.monotonic()
        verdict, message = self._attempt(item, marks)
        shared = self.line is not None and not self.line.fresh
        broken = verdict == "crashed" or isinstance(self.raised, BadReply)
        if broken or (verdict != "passed" and shared):
            answered = shared and not isinstance(self.raised, Gone | Overtime)
            verdict, message = self._attempt(item, marks)
            if answered and verdict == "passed":
                raise Inconstant
        if verdict == "timeout":
            self.overtime.add(marks.exercise)
        return TestResult(
            name=item.originalname,
            title=" ".join((item.function.__doc__ or "").split()),
            verdict=verdict,
            message=message,
            points=marks.points,
            seconds=round(time.monotonic() - start, 4),
            memory=self.line.memory if self.line is not None else 0,
        )

    def _attempt(self, item: pytest.Function, marks: Marks) -> tuple[Verdict, str]:
        sow(SEED + self.job.seed)
        if self.alone and self.submitted is not None:
            self.submitted.hang_up()
        self.raised = self.line = None
        tear_down(item.session, item)  # what another module's tests had set up; its own stays
        runtestprotocol(item, log=False, nextitem=cast("pytest.Item", item.parent))
        if self.line is not None:
            self.left[marks.exercise] = self.line.left
        verdict, message = self._judged(marks)
        let_go(self.raised)
        if verdict != "passed" and self.submitted is not None:
            self.submitted.hang_up()
        return verdict, message

    def _judged(self, marks: Marks) -> tuple[Verdict, str]:
        """Turn what a test raised into a verdict and words that tell nothing hidden."""
        match self.raised:
            case None:
                return "passed", ""
            case RuleBroken() as broken:
                return "rule", str(broken)
            case Mismatch() as mismatch:
                return "failed", joined(mismatch.what, marks.diagnosis)
            case AssertionError():
                return "failed", marks.diagnosis
            case StudentError() as error:
                return self._judged_error(error, marks)
            case Overtime():
                self._trim()
                what = f"a call took longer than {self._patience(marks):g} s"
                if self._left(marks) <= 0:
                    seconds = self.setup.limits.notebook_seconds
                    what = f"the calls of this exercise took longer than {seconds:g} s together"
                return "timeout", joined(what, marks.diagnosis)
            case BadReply():
                self._trim()
                return "output", "what it returned is not plain data that can be compared"
            case Gone():
                stop = self._stopped(marks)
                return STOPS[stop], words(stop, self.setup.limits)
            case TypeError() | AttributeError() | ValueError() | IndexError() | KeyError():
                # the test tripped over what the submission returned
                return "failed", joined("the result is of the wrong kind", marks.diagnosis)
            case InternalError():
                raise self.raised
            case RuntimeError() | ArithmeticError() if self.line is not None:
                # torch refused to compare, or to compute with, what the submission returned
                return "failed", joined("the result is of the wrong kind", marks.diagnosis)
            case _:
                return "internal", ""

    def _stopped(self, marks: Marks) -> str:
        """Say what ended the test's process."""
        if self.submitted is None:
            return "crashed"
        stop = self.submitted.why()
        self.submitted.trim()
        return stop

    def _judged_error(self, error: StudentError, marks: Marks) -> tuple[Verdict, str]:
        if error.type == "NotImplementedError":
            return "blank", ""
        if error.type == "MissingName":
            return self._judged_missing(marks, error.text)
        limit = limit_of(error.mro, error.text)
        if limit is not None:
            return limit, words(limit, self.setup.limits)
        kind = next((name for name in error.mro if name in BUILTIN_ERRORS), "an error")
        return "error", joined(f"your code raised {kind}", marks.diagnosis)

    def _judged_missing(self, marks: Marks, name: str) -> tuple[Verdict, str]:
        """Say why a name is missing: its cell may have been stopped, or have raised."""
        cell = self.job.answer_cells.get(marks.exercise, "")
        outcomes = self.submitted.outcomes if self.submitted else {}
        error = outcomes[cell].error if cell in outcomes else ""
        shown = f"`{name}` " if name.isidentifier() and len(name) < 80 else ""
        if error in STOPS:
            why = words(error, self.setup.limits)
            return STOPS[error], f"{shown}is missing, because its cell was stopped: {why}"
        if error == "NotImplementedError":
            return "blank", ""
        if error in BUILTIN_ERRORS:
            return "missing", f"{shown}is not defined: its cell ends in {error}"
        return "missing", f"{shown}is not defined"

    def _trim(self) -> None:
        if self.submitted is not None:
            self.submitted.trim()


def tear_down(session: pytest.Session, following: pytest.Item | None) -> None:
    """Tear down what is set up and `following` does not need."""
    session._setupstate.teardown_exact(following)  # pyright: ignore[reportPrivateUsage]


def sow(seed: int) -> None:
    """Seed the global random generators of this process.

    `torch.manual_seed` also notes a call, with a traceback, for every kind of device that has not
    been used yet, and keeps it: a seventh of the time of a small test, and memory without end.
    """
    random.seed(seed)
    np.random.seed(seed)
    torch.default_generator.manual_seed(seed)
    if torch.cuda.is_initialized():
        torch.cuda.manual_seed_all(seed)


def let_go(error: BaseException | None) -> None:
    """Clear the frames of an error and of those behind it: they hold answers of any size."""
    while error is not None:
        traceback.clear_frames(error.__traceback__)
        error = error.__context__


def joined(what: str, diagnosis: str) -> str:
    """Join what happened and what it may mean into one message."""
    return f"{what}. {diagnosis}" if diagnosis else what


def worse(known: TestResult | None, new: TestResult) -> TestResult:
    """Of two results of one parametrized test, return the one that counts."""
    if known is None:
        return new
    order = DISPLAY_ORDER.index
    kept = known if order(known.verdict) <= order(new.verdict) else new
    return msgspec.structs.replace(kept, seconds=round(known.seconds + new.seconds, 4))


def told(report: pytest.CollectReport) -> str:
    """Return in a line why a file of hidden tests could not be collected: place and error."""
    lines = report.longreprtext.splitlines()
    errors = [line[1:].strip() for line in lines if line.startswith("E ")]
    places = PLACE.findall(report.longreprtext)
    place = ", line ".join(places[-1]) if places else report.nodeid
    return f"{place}: {' '.join(errors) or report.longreprtext}"


def functions(session: pytest.Session) -> Iterator[pytest.Function]:
    """Yield the collected test functions in order."""
    for item in session.items:
        if isinstance(item, pytest.Function):
            yield item


def serve(setup: GraderSetup, control: Channel, launcher: Launcher) -> None:
    """Grade what the controller sends until it closes the line."""
    torch.set_num_threads(1)
    torch.manual_seed(SEED)  # of devices that are used later, too: see `sow`
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    warnings.simplefilter("ignore")  # of a test's: nobody reads them here
    judge = Judge(setup, control, launcher)
    options = [
        setup.hidden, "--import-mode=importlib", "--capture=no", "--rootdir", setup.hidden,
        "--assert=plain",  # explaining an assert would print what a submission returned
        "-c", "/dev/null", *(f"-pno:{name}" for name in IDLE),
    ]  # fmt: skip
    pytest.main(options, plugins=[judge])
