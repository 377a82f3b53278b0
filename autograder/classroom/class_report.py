"""What `workbook grade` tells of a class: who earned what, and what there is to be said."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import msgspec

from autograder.classroom.gradebook import Scores
from autograder.classroom.history import Change
from autograder.classroom.intake import Refused, Scan
from autograder.classroom.rounds import Observer
from autograder.engine.results import GradedNotebook
from autograder.engine.store import is_ours
from autograder.text import one_line

__all__ = ["ClassReport", "Mark", "Moved", "Progress", "Reporter", "Row", "report"]

Status = Literal["graded", "unchanged", "refused", "failed", "absent"]


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


class Moved(msgspec.Struct, frozen=True):
    """A student whose submission is the same as before, and whose points are not."""

    student: str
    changes: list[Change]


class Told(NamedTuple):
    """What a result says beside points; `fault`: part of it could not be graded, by our fault."""

    notes: list[str]
    fault: bool


class ClassReport(msgspec.Struct, kw_only=True):
    """The JSON object that `workbook grade --json` prints."""

    lesson: str
    version: str = ""
    tier: str = ""
    students: list[Row] = []
    moved: list[Moved] = []
    notes: list[str] = []

    @property
    def exit_code(self) -> int:
        """0; 1 when somebody's notebook was refused or failed; 3 when something of ours broke."""
        if any(row.fault for row in self.students):
            return 3
        return int(any(row.status in ("refused", "failed") for row in self.students))


class Progress:
    """Told how far a class is; the base class shows nothing."""

    def walled(self, walls: str) -> None:
        """The walls around submissions stand."""

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
    version: str = ""
    tier: str = ""
    told: dict[str, Told] = field(default_factory=dict[str, Told])
    notes: dict[str, str] = field(default_factory=dict[str, str])
    moved: list[Moved] = field(default_factory=list[Moved])
    total: int = 0
    done: int = 0

    def planned(self, to_grade: list[str], unchanged: list[str], refused: list[Refused]) -> None:
        """Note what was set aside."""
        self.unchanged, self.refused = unchanged, refused
        self.total = len(to_grade)
        self.progress.begin(self.total)

    def walled(self, walls: str) -> None:
        """Say it before the first submission."""
        self.progress.walled(walls)

    def noted(self, student: str, note: str) -> None:
        """Keep a note; one on the class comes without a student."""
        self.notes[student] = note

    def graded(self, student: str, graded: GradedNotebook) -> None:
        """Keep what is to be said of it, and not the result: ten thousand would not be small."""
        result = graded.result
        self.version, self.tier = result.version, result.tier
        notes = [*result.notes, *(f"our fault, not the student's: {one}" for one in graded.faults)]
        if notes or is_ours(graded):
            self.told[student] = Told(notes, is_ours(graded))

    def written(self, student: str, changes: list[Change]) -> None:
        """Keep what moved, and count."""
        self.done += 1
        if changes:
            self.moved.append(Moved(student, changes))
        self.progress.step(student)


def report(
    lesson: str,
    seen: Scan,
    missing: set[str],
    reporter: Reporter,
    failed: dict[str, str],
    scores: dict[str, Scores],
) -> ClassReport:
    """Put everything that is known of the class into one report, students in order.

    `missing` are students of the gradebook without a grade; `failed` says why nbgrader could not
    process a submission.
    """
    reasons = {one.student: one.message for one in (*seen.refused, *reporter.refused)}
    handed = {one.student for one in seen.handed} | reasons.keys()
    made = ClassReport(lesson=lesson, version=reporter.version, tier=reporter.tier)
    made.moved = sorted(reporter.moved, key=lambda one: one.student)
    made.notes = [one_line(reporter.notes[""], 1_000)] if "" in reporter.notes else []
    for student in sorted(handed | set(seen.absent) | missing):
        row = Row(student=one_line(student), status="graded")
        if student in reasons:
            row.status, row.notes = "refused", [reasons[student]]
        elif student not in handed:
            row.status, row.notes = "absent", ["nothing handed in"]
        elif student in failed:
            row.status, row.notes = "failed", [failed[student]]
        elif student in reporter.unchanged:
            row.status = "unchanged"
        if student in reporter.notes:
            row.notes = [*row.notes, reporter.notes[student]]
        if student in reporter.told:
            notes, row.fault = reporter.told[student]
            row.notes = [*row.notes, *notes]
        if student in scores and row.status in ("graded", "unchanged"):
            fill(row, scores[student])
        row.notes = [one_line(note, 1_000) for note in row.notes]
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
