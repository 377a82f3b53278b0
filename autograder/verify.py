"""Test a lesson's grader: with right answers it must accept and wrong ones it must reject.

The source earns everything and the release nothing. Every mutant fails a test of its own exercise
and of no other; every alternative earns everything; every hidden test rejects at least one mutant;
other random seeds change no score. What each mutant fails is written down as its signature, by
which feedback later recognises the mistake.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import msgspec

from autograder.course import Course
from autograder.engine import Lanes
from autograder.errors import LessonError
from autograder.notebook import LessonNotebook, Submission
from autograder.results import GradedNotebook, LessonResult

__all__ = ["Answer", "Finding", "Report", "Row", "read_answers", "verify"]

MIN_MUTANTS = 5
MIN_ALTERNATIVES = 3
SEEDS = (1, 2, 3, 4, 5)
SEED_CALL = "set_seed(42)"
Kind = Literal["source", "release", "mutant", "alternative", "seed"]


@dataclass(frozen=True)
class Answer:
    """A file of `mutants/` or `alternatives/`: another source for the cell of one exercise."""

    kind: Kind
    exercise: str
    name: str
    path: Path
    source: str
    text: str

    @property
    def diagnosis(self) -> str:
        """What to tell a student who makes this mistake: the file's docstring in one paragraph."""
        return " ".join(self.text.split())


@dataclass(frozen=True)
class Row:
    """What one notebook earned, and which tests (by exercise) it failed."""

    kind: Kind
    exercise: str
    name: str
    score: float
    max_score: float
    failed: dict[str, tuple[str, ...]]

    @property
    def title(self) -> str:
        """How the row is called in tables and findings."""
        return f"{self.kind} {self.exercise}/{self.name}" if self.exercise else self.kind


@dataclass(frozen=True)
class Finding:
    """Something that is wrong with the lesson's grader, and how to mend it."""

    where: str
    found: str
    mend: str


@dataclass
class Report:
    """All rows of the matrix, and what is wrong."""

    lesson: str
    tests: dict[str, tuple[str, ...]]
    rows: list[Row] = field(default_factory=list[Row])
    findings: list[Finding] = field(default_factory=list[Finding])

    def find(self, where: str, found: str, mend: str) -> None:
        """Add a finding."""
        self.findings.append(Finding(where, found, mend))


def read_answers(
    kind: Literal["mutant", "alternative"], folder: Path, notebook: LessonNotebook
) -> list[Answer]:
    """Read `<exercise>/<name>.py` files; raise LessonError for one that cannot be used."""
    known = {exercise.id for exercise in notebook.exercises}
    answers: list[Answer] = []
    for path in sorted(folder.glob("*/*.py")):
        exercise = path.parent.name
        if exercise not in known:
            raise LessonError(
                f"{path}: lesson {notebook.lesson} has no exercise {exercise!r}. "
                f"Exercises: {', '.join(sorted(known))}"
            )
        answers.append(Answer(kind, exercise, path.stem, path, *_split(path)))
    return answers


def _split(path: Path) -> tuple[str, str]:
    """Return a file's source without its docstring, and the docstring."""
    source = path.read_text(encoding="utf-8")
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        raise LessonError(f"{path}, line {error.lineno}: {error.msg}") from None
    text = ast.get_docstring(tree)
    if not text:
        raise LessonError(f"{path}: line 1 must be a docstring that names the mistake or the style")
    lines = source.splitlines(keepends=True)
    return "".join(lines[tree.body[0].end_lineno or 0 :]).lstrip("\n"), text


def verify(course: Course, lesson: str, *, lanes: Lanes | None = None, save: bool = True) -> Report:
    """Run every check on one lesson and return the matrix; write the signatures unless not `save`.

    Raises:
        LessonError: the lesson, its tests, mutants or alternatives cannot be read or run.
    """
    if lanes is None:
        with Lanes(course, lesson) as own:
            return verify(course, lesson, lanes=own, save=save)
    source = LessonNotebook.load(lesson, course.source(lesson))
    mutants = read_answers("mutant", course.mutants(lesson), source)
    alternatives = read_answers("alternative", course.alternatives(lesson), source)
    lanes.start()
    report = Report(lesson, lanes.tests())
    pending = list(_submitted(course, source, [*mutants, *alternatives], lanes))
    for kind, exercise, name, future in pending:
        report.rows.append(_row(kind, exercise, name, future.result().result))
    _judge(report)
    _count(report, source)
    if save:
        _save_signatures(report, mutants, lanes.plan.signatures)
    return report


def _submitted(
    course: Course, source: LessonNotebook, answers: list[Answer], lanes: Lanes
) -> Iterator[tuple[Kind, str, str, Future[GradedNotebook]]]:
    """Hand everything that is to be graded to the lanes at once."""

    def of(notebook: LessonNotebook) -> Submission:
        return Submission.of(notebook.cells, lanes.plan.notebook, notebook.lesson)

    yield "source", "", "", lanes.submit(of(source))
    release = course.release(source.lesson)
    if release.is_file():
        blank = LessonNotebook.load(source.lesson, release)
        yield "release", "", "", lanes.submit(of(blank))
    for answer in answers:
        other = source.replaced({answer.exercise: answer.source})
        yield answer.kind, answer.exercise, answer.name, lanes.submit(of(other))
    for seed in SEEDS:
        other = source.replaced(
            {
                cell.grade_id: cell.source.replace(SEED_CALL, f"set_seed({seed})")
                for cell in source.cells
                if cell.grade_id and SEED_CALL in cell.source
            }
        )
        yield "seed", "", str(seed), lanes.submit(of(other), seed=seed)


def _row(kind: Kind, exercise: str, name: str, result: LessonResult) -> Row:
    failed = {
        done.id: tuple(test.name for test in done.tests if not test.passed)
        for done in result.exercises
    }
    failed = {id: names for id, names in failed.items() if names}
    return Row(kind, exercise, name, result.score, result.max_score, failed)


def _judge(report: Report) -> None:
    """Hold every row against what its kind has to do."""
    for row in report.rows:
        everything = f"earns {row.score:g} of {row.max_score:g}: fails {listed(row.failed)}"
        match row.kind:
            case "release" if row.score != 0:
                report.find(
                    "release", f"earns {row.score:g} points", "a blank notebook must earn nothing"
                )
            case "mutant" if row.exercise not in row.failed:
                report.find(row.title, "passes", "write a hidden test that it fails")
            case "mutant" if len(row.failed) > 1:
                report.find(
                    row.title,
                    f"fails tests of other exercises: {listed(row.failed)}",
                    "let those tests not lean on this exercise",
                )
            case "source" | "alternative" | "seed" if row.failed:
                what = "its global seed" if row.kind == "seed" else "right answers"
                report.find(row.title, everything, f"the tests must accept {what}")
            case _:
                pass


def _count(report: Report, source: LessonNotebook) -> None:
    """Find exercises with too few mutants or alternatives, and tests that reject nothing."""
    mutants = [row for row in report.rows if row.kind == "mutant"]
    caught = {(row.exercise, name) for row in mutants for name in row.failed.get(row.exercise, ())}
    for exercise in source.exercises:
        wanted: tuple[tuple[Kind, int], ...] = (
            ("mutant", MIN_MUTANTS),
            ("alternative", MIN_ALTERNATIVES),
        )
        for kind, least in wanted:
            have = sum(row.kind == kind and row.exercise == exercise.id for row in report.rows)
            if have < least:
                folder = f"autograder/{kind}s/{source.lesson}/{exercise.id}"
                report.find(exercise.id, f"{have} {kind}s", f"put at least {least} into {folder}")
        for test in report.tests.get(exercise.id, ()):
            if (exercise.id, test) not in caught:
                report.find(
                    f"{exercise.id}, {test}",
                    "rejects no mutant",
                    "write the mutant that only this test catches, or drop the test",
                )


def _save_signatures(report: Report, mutants: list[Answer], path: Path) -> None:
    texts = {(mutant.exercise, mutant.name): mutant.diagnosis for mutant in mutants}
    table: dict[str, dict[str, dict[str, object]]] = {}
    for row in report.rows:
        if row.kind == "mutant":
            table.setdefault(row.exercise, {})[row.name] = {
                "failed": sorted(row.failed.get(row.exercise, ())),
                "diagnosis": texts[row.exercise, row.name],
            }
    data = msgspec.json.format(msgspec.json.encode(table, order="sorted"), indent=1) + b"\n"
    if not path.is_file() or path.read_bytes() != data:
        path.write_bytes(data)


def listed(failed: dict[str, tuple[str, ...]]) -> str:
    """Return failed tests as one line of text."""
    return "; ".join(f"{exercise}: {', '.join(names)}" for exercise, names in failed.items())
