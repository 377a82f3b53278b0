"""Test a lesson's grader: right answers it must accept, and wrong ones it must reject.

The source earns everything and the release nothing. Every mutant fails a test of its own exercise
and of no other; every alternative earns everything; every hidden test rejects at least one mutant;
other random seeds change no score. What each mutant fails is written down as its signature, by
which feedback later recognises the mistake. Mutations made by machine show what no test looks at.
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Literal

from autograder.authoring.answers import Answer, Reach, read_answers
from autograder.authoring.mutations import Mutation, mutations
from autograder.authoring.survivors import Finding, Survivor, judge, read_equivalents
from autograder.course import Course
from autograder.engine import signatures
from autograder.engine.lanes import Lanes
from autograder.engine.results import GradedNotebook
from autograder.lint.broken import refuse_broken
from autograder.notebook import LessonNotebook, Submission

__all__ = ["Finding", "Report", "Row", "verify"]

MIN_MUTANTS = 5
MIN_ALTERNATIVES = 3
SEEDS = (1, 2, 3, 4, 5)
SEED_CALL = "set_seed(42)"
LINE = re.compile(r"^Cell In\[.*\], line (\d+)", re.MULTILINE)
Kind = Literal["source", "bare", "release", "mutant", "alternative", "seed"]
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Row:
    """What one notebook earned, and which tests it failed: by exercise and test, and how."""

    kind: Kind
    exercise: str
    name: str
    score: float
    max_score: float
    failed: dict[str, dict[str, str]]
    broken_cell: str = ""

    @property
    def title(self) -> str:
        """How the row is called in tables and findings."""
        if self.exercise:
            return f"{self.kind} {self.exercise}/{self.name}"
        titles = {"seed": f"global seed {self.name}", "bare": "source without its check cells"}
        return titles.get(self.kind, self.kind)


@dataclass
class Report:
    """All rows of the matrix, the mutations that survived, and what is wrong.

    `tests` are the hidden tests by exercise, each with its title; `mutations` how many were tried.
    """

    lesson: str
    tests: dict[str, dict[str, str]]
    rows: list[Row] = field(default_factory=list[Row])
    findings: list[Finding] = field(default_factory=list[Finding])
    mutations: dict[str, int] = field(default_factory=dict[str, int])
    survivors: list[Survivor] = field(default_factory=list[Survivor])

    def find(self, where: str, found: str, mend: str, exercise: str = "") -> None:
        """Add a finding."""
        self.findings.append(Finding(where, found, mend, exercise))

    def of(self, kind: Kind, exercise: str) -> list[Row]:
        """Return the rows of one kind for one exercise."""
        return [row for row in self.rows if row.kind == kind and row.exercise == exercise]


@dataclass(frozen=True)
class Try:
    """Something that is graded, and what is to come of it."""

    kind: Kind
    exercise: str
    name: str
    future: Future[GradedNotebook]


def verify(
    course: Course,
    lesson: str,
    *,
    lanes: Lanes | None = None,
    generated: bool = False,
    check: bool = False,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> Report:
    """Test one lesson's grader and return the matrix; write down what each mutant fails.

    `check` writes nothing: signatures that are not what the mutants fail now are a finding.
    `generated` also tries mutations made by machine. `jobs` is how many notebooks are graded at
    once, as many as there are cores by default. `progress` is told how many of how many are done.

    Raises:
        LessonError: the lesson, its tests, mutants or alternatives cannot be read or run.
    """
    if lanes is None:
        with Lanes(course, lesson, count=jobs) as own:
            return verify(
                course, lesson, lanes=own, generated=generated, check=check, progress=progress
            )
    refuse_broken(course, lesson)
    source = LessonNotebook.load(lesson, course.source(lesson))
    answers = [
        *read_answers(course, "mutant", source),
        *read_answers(course, "alternative", source),
    ]
    notes = read_equivalents(course.mutants(lesson))
    made = _mutations(source) if generated else []
    lanes.start()
    reach = Reach(source, course.hidden(lesson))
    quick = _quick_notebooks(lanes, source, reach) if generated else {}
    tries = list(_tries(course, source, answers, reach, lanes))
    machine = [_quick(lanes, quick[mutation.exercise], mutation) for mutation in made]
    _follow([one.future for one in tries] + machine, progress)
    report = Report(lesson, _tests(tries[0].future.result()))
    report.mutations = Counter(mutation.exercise for mutation in made)
    report.rows = [_row(one, source) for one in tries]
    _judge(report)
    _count(report, source)
    if generated:
        survived = {
            (mutation.exercise, mutation.name)
            for mutation, future in zip(made, machine, strict=True)
            if _survives(future.result(), noted=mutation.name in notes.get(mutation.exercise, {}))
        }
        report.survivors, findings = judge(made, survived, notes)
        report.findings += findings
    _write_down(report, _signatures(report, answers), lanes.plan.signatures, check=check)
    return report


def _write_down(report: Report, table: signatures.Table, path: Path, *, check: bool) -> None:
    if not check:
        signatures.save(path, table)
    elif path.is_file() and signatures.load(path) != table:  # a draft has none yet
        report.find(
            path.name, "is not what the mutants fail", f"run `workbook verify {report.lesson}`"
        )


def _mutations(source: LessonNotebook) -> list[Mutation]:
    ids = [exercise.id for exercise in source.exercises]
    return [made for id in ids for made in mutations(id, source.by_id[id].source)]


def _follow(futures: list[Future[GradedNotebook]], progress: Progress | None) -> None:
    for number, future in enumerate(futures, start=1):
        future.result()
        if progress is not None:
            progress(number, len(futures))


def _tries(
    course: Course, source: LessonNotebook, answers: list[Answer], reach: Reach, lanes: Lanes
) -> Iterator[Try]:
    """Hand everything that is to be graded to the lanes at once; the source comes first."""
    yield Try("source", "", "", lanes.submit(Submission(source.lesson, source.cells)))
    yield Try("bare", "", "", lanes.submit(_unchecked(source)))
    release = course.release(source.lesson)
    if release.is_file():
        blank = LessonNotebook.load(source.lesson, release)
        submission = Submission.of(blank.cells, lanes.plan.notebook, str(release))
        yield Try("release", "", "", lanes.submit(submission))
    for seed in SEEDS:
        other = _reseeded(source, seed)
        submission = Submission(source.lesson, other.cells)
        yield Try("seed", "", str(seed), lanes.submit(submission, seed=seed))
    for answer in answers:
        submission = _unchecked(source.replaced({answer.exercise: answer.source}))
        future = lanes.submit(submission, only=reach.of(answer.exercise, answer.source))
        yield Try(answer.kind, answer.exercise, answer.name, future)


def _unchecked(notebook: LessonNotebook) -> Submission:
    """Return a notebook without its check cells, which decide nothing and take half the time."""
    cells = tuple(cell for cell in notebook.cells if cell.role != "check")
    return Submission(notebook.lesson, cells)


def _reseeded(source: LessonNotebook, seed: int) -> LessonNotebook:
    cells = (
        dataclasses.replace(cell, source=cell.source.replace(SEED_CALL, f"set_seed({seed})"))
        for cell in source.cells
    )
    return LessonNotebook(source.lesson, tuple(cells))


def _quick_notebooks(
    lanes: Lanes, source: LessonNotebook, reach: Reach
) -> dict[str, LessonNotebook]:
    """Return for each exercise a notebook with no more cells than its tests need.

    Where the reference does not pass with these cells alone, it is the whole one.
    """
    small = {
        exercise.id: LessonNotebook(source.lesson, reach.needed(exercise.id))
        for exercise in source.exercises
    }
    tried = {
        id: lanes.submit(Submission(source.lesson, notebook.cells), only=[id])
        for id, notebook in small.items()
    }
    return {id: small[id] if _survives(future.result()) else source for id, future in tried.items()}


def _quick(lanes: Lanes, notebook: LessonNotebook, mutation: Mutation) -> Future[GradedNotebook]:
    submission = _unchecked(notebook.replaced({mutation.exercise: mutation.source}))
    return lanes.submit(submission, only=[mutation.exercise], quick=True)


def _survives(graded: GradedNotebook, *, noted: bool = False) -> bool:
    """Tell whether no test rejects it. A call cut short, as may happen on a busy machine, does not
    speak against an author who has `noted` that the mutation changes nothing."""
    verdicts = {test.verdict for done in graded.result.exercises for test in done.tests}
    return verdicts == {"passed"} or (noted and "timeout" in verdicts)


def _tests(graded: GradedNotebook) -> dict[str, dict[str, str]]:
    return {
        exercise.id: {test.name: test.title for test in exercise.tests}
        for exercise in graded.result.exercises
    }


def _row(one: Try, source: LessonNotebook) -> Row:
    graded = one.future.result()
    failed = {
        done.id: {test.name: signatures.evidence(test) for test in done.tests if not test.passed}
        for done in graded.result.exercises
    }
    cell = source.by_id[one.exercise].id if one.exercise else ""
    broken = told(graded, cell) if cell in graded.failed_cells else ""
    return Row(
        one.kind,
        one.exercise,
        one.name,
        graded.result.score,
        graded.result.max_score,
        {id: tests for id, tests in failed.items() if tests},
        broken,
    )


def told(graded: GradedNotebook, cell: str) -> str:
    """Return what ended a cell: the line, the error and its text."""
    name = graded.failed_cells[cell]
    for output in graded.outputs.get(cell, []):
        if output.get("output_type") == "error":
            lines = LINE.findall("\n".join(output.get("traceback", [])))
            place = f"line {lines[-1]}: " if lines else ""
            return f"{place}{name}: {output.get('evalue', '')}"
    return name


def _judge(report: Report) -> None:
    """Hold every row against what its kind has to do."""
    if not any(row.kind == "release" for row in report.rows):
        report.find("release", "is not there", f"run `workbook build {report.lesson}`")
    for row in report.rows:
        _judge_row(report, row)


def _judge_row(report: Report, row: Row) -> None:
    find = partial(report.find, row.title, exercise=row.exercise)
    source_is_right = not report.rows[0].failed
    everything = f"earns {row.score:g} of {row.max_score:g}: fails {listed(row.failed)}"
    if row.broken_cell:
        file = f"autograder/{row.kind}s/{report.lesson}/{row.exercise}/{row.name}.py"
        find(f"does not run: {file}, {row.broken_cell}", "mend its code")
        return
    match row.kind:
        case "release" if row.score != 0:
            find(f"earns {row.score:g} points", "let the tests reject what is not filled in")
        case "mutant" if row.exercise not in row.failed:
            find("passes", "write a hidden test that it fails")
        case "mutant" if len(row.failed) > 1:
            others = {id: tests for id, tests in row.failed.items() if id != row.exercise}
            mend = "let those tests not lean on this exercise"
            find(f"fails tests of other exercises: {listed(others)}", mend)
        case "source" | "alternative" if row.failed:
            find(everything, "let the tests accept right answers")
        case "bare" if row.failed and source_is_right:
            find(everything, "define what answers need outside of check cells")
        case "seed" if row.failed and source_is_right:
            find(everything, "let the tests accept any global seed")
        case _:
            pass


def _count(report: Report, source: LessonNotebook) -> None:
    """Find exercises with too few mutants or alternatives, and tests that reject nothing."""
    wanted: tuple[tuple[Kind, int], ...] = (
        ("mutant", MIN_MUTANTS),
        ("alternative", MIN_ALTERNATIVES),
    )
    for exercise in source.exercises:
        for kind, least in wanted:
            have = len(report.of(kind, exercise.id))
            if have < least:
                folder = f"autograder/{kind}s/{source.lesson}/{exercise.id}"
                found, mend = f"has {have} {kind}s", f"put {least} into {folder}"
                report.find(exercise.id, found, mend, exercise.id)
        mutants = report.of("mutant", exercise.id)
        for test in report.tests.get(exercise.id, {}):
            if not any(test in row.failed.get(exercise.id, {}) for row in mutants):
                mend = "write the mutant that only this test catches, or drop the test"
                report.find(f"{exercise.id}, {test}", "rejects no mutant", mend, exercise.id)


def _signatures(report: Report, answers: list[Answer]) -> signatures.Table:
    texts = {(a.exercise, a.name): a.diagnosis for a in answers if a.kind == "mutant"}
    table: signatures.Table = {}
    for row in report.rows:
        if row.kind == "mutant" and row.exercise in row.failed and not row.broken_cell:
            found = signatures.Signature(row.failed[row.exercise], texts[row.exercise, row.name])
            table.setdefault(row.exercise, {})[row.name] = found
    return table


def listed(failed: dict[str, dict[str, str]]) -> str:
    """Return failed tests as one line of text."""
    told = (
        f"{exercise}: " + ", ".join(f"{name} ({how})" for name, how in tests.items())
        for exercise, tests in failed.items()
    )
    return "; ".join(told)
