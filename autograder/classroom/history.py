"""What every attempt earned, kept beside nbgrader's one row for each student and lesson.

The table lies in the gradebook's own database, and a row is written in the transaction that writes
the scores: whatever is killed at whatever moment, both are there or neither is. Rows are added when
a grade rests on other answers, other tests or other verdicts than the last one; none is ever
changed. The order is that of the rows: clocks jump.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import msgspec
from sqlalchemy import Column, Float, Integer, MetaData, String, Table, Text, select

from autograder.engine.results import LessonResult

__all__ = ["METADATA", "Attempt", "Change", "Part", "attempts", "changes", "graded_from", "record"]

METADATA = MetaData()
TABLE = Table(
    "workbook_attempt",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("lesson", String(128), nullable=False, index=True),
    Column("student", String(128), nullable=False, index=True),
    Column("time", String(32), nullable=False),
    Column("submission", String(64), nullable=False),
    Column("key", String(64), nullable=False),
    Column("version", String(64), nullable=False),
    Column("tier", String(8), nullable=False),
    Column("score", Float, nullable=False),
    Column("max_score", Float, nullable=False),
    Column("exercises", Text, nullable=False),
)


class Part(msgspec.Struct, frozen=True):
    """What an attempt earned in one exercise, and the verdict of each hidden test."""

    score: float
    max_score: float
    tests: dict[str, str]


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """A grade that a student once had.

    `submission` hashes what the student wrote, `version` is that of engine, hidden tests and all
    else that decides a score, and `key` hashes both.
    """

    lesson: str
    student: str
    time: str
    submission: str
    key: str
    version: str
    tier: str
    score: float
    max_score: float
    exercises: dict[str, Part]

    @classmethod
    def now(cls, student: str, submission: str, key: str, result: LessonResult) -> Attempt:
        """Return the attempt that a result just made belongs to."""
        parts = {
            one.id: Part(
                float(one.score),
                float(one.max_score),
                {test.name: test.verdict for test in one.tests},
            )
            for one in result.exercises
        }
        return cls(
            lesson=result.lesson,
            student=student,
            time=datetime.now(UTC).isoformat(timespec="seconds"),
            submission=submission,
            key=key,
            version=result.version,
            tier=result.tier,
            score=result.score,
            max_score=result.max_score,
            exercises=parts,
        )


class Change(msgspec.Struct, frozen=True):
    """An exercise whose points are others than in the attempt before, and why.

    `tests` names the hidden tests that came to another verdict: old and new, empty where a test was
    not there. `by_hand`: a person gave the points, so that the student's do not move.
    """

    exercise: str
    old: float | None
    new: float | None
    tests: dict[str, tuple[str, str]]
    by_hand: bool = False

    def __str__(self) -> str:
        points = " → ".join("–" if one is None else f"{one:g}" for one in (self.old, self.new))
        why = [
            f"{name}: {old or 'new'} → {new or 'gone'}" for name, (old, new) in self.tests.items()
        ]
        note = "; a person's points stay" if self.by_hand else ""
        return f"{self.exercise} {points} ({', '.join(why) or 'other points'}{note})"


def changes(old: Attempt, new: Attempt, by_hand: Collection[str] = ()) -> list[Change]:
    """Return the exercises whose points differ between two attempts."""
    found: list[Change] = []
    for name in dict.fromkeys((*old.exercises, *new.exercises)):
        before, after = old.exercises.get(name), new.exercises.get(name)
        points = before and before.score, after and after.score
        if points[0] != points[1]:
            tests = moved(before.tests if before else {}, after.tests if after else {})
            found.append(Change(name, *points, tests, name in by_hand))
    return found


def moved(old: dict[str, str], new: dict[str, str]) -> dict[str, tuple[str, str]]:
    """Return the tests with another verdict than before."""
    pairs = {name: (old.get(name, ""), new.get(name, "")) for name in (*old, *new)}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def cause(old: Attempt | None, new: Attempt) -> str:
    """Say why there is a new attempt."""
    if old is None:
        return "handed in"
    if old.submission != new.submission:
        return "handed in again"
    return "graded again" if old.version == new.version else "graded by another version"


def told(found: Iterable[Attempt]) -> list[dict[str, Any]]:
    """Return one student's attempts as plain data, each with its cause and what it changed."""
    listed = list(found)
    lines: list[dict[str, Any]] = []
    for old, new in pairwise([None, *listed]):
        assert new is not None
        why = {"cause": cause(old, new), "changes": changes(old, new) if old else []}
        lines.append(msgspec.to_builtins(new) | why)
    return lines


def record(
    session: Any, attempt: Attempt, by_hand: Collection[str] = (), *, first: bool = False
) -> list[Change]:
    """Add an attempt unless it says what the last one does; commit with the scores.

    Returns what it changed for a student who did not hand in anything new. `first` says that the
    student has no attempt yet, which need not be looked up then.
    """
    known = [] if first else attempts(session, attempt.lesson, attempt.student, newest=1)
    last = next(iter(known), None)
    if last and (last.key, last.exercises) == (attempt.key, attempt.exercises):
        return []
    row = msgspec.structs.asdict(attempt)
    row["exercises"] = msgspec.json.encode(attempt.exercises).decode()
    session.execute(TABLE.insert().values(row))
    if last is None or last.submission != attempt.submission:
        return []
    return changes(last, attempt, by_hand)


def attempts(
    session: Any, lesson: str, student: str | None = None, *, newest: int | None = None
) -> list[Attempt]:
    """Return the attempts of a lesson, oldest first; the `newest` ones only where that is given."""
    query = select(TABLE).where(TABLE.c.lesson == lesson).order_by(TABLE.c.id.desc())
    if student is not None:
        query = query.where(TABLE.c.student == student)
    return [attempt_of(row) for row in session.execute(query.limit(newest))][::-1]


def attempt_of(row: Any) -> Attempt:
    """Return the attempt in a row of the table."""
    values = dict(row._mapping)
    values.pop("id")
    parts = msgspec.json.decode(values.pop("exercises"), type=dict[str, Part])
    return Attempt(**values, exercises=parts)


def graded_from(session: Any, lesson: str) -> dict[str, str]:
    """Return the key of each student's last attempt: what the grade in the gradebook rests on."""
    query = select(TABLE.c.student, TABLE.c.key).where(TABLE.c.lesson == lesson)
    return {student: key for student, key in session.execute(query.order_by(TABLE.c.id))}
