"""What grading one notebook produced: plain data that crosses processes and ends in JSON."""

from __future__ import annotations

from typing import Any, Final, Literal

import msgspec

__all__ = [
    "DISPLAY_ORDER",
    "WORDS",
    "ExerciseResult",
    "GradedNotebook",
    "LessonResult",
    "TestResult",
    "Verdict",
]

Verdict = Literal[
    "passed", "failed", "missing", "blank", "error", "rule",
    "crashed", "timeout", "cpu", "memory", "processes", "files", "disk", "output", "refused",
    "internal",
]  # fmt: skip

WORDS: Final[dict[Verdict, str]] = {
    "passed": "passed",
    "failed": "gives a wrong answer",
    "missing": "is not defined",
    "blank": "is not filled in yet",
    "error": "raised an error",
    "rule": "breaks a rule of the exercise",
    "crashed": "ended the process",
    "timeout": "ran too long",
    "cpu": "used too much processor time",
    "memory": "used too much memory",
    "processes": "started too many processes",
    "files": "opened too many files",
    "disk": "wrote too much to files",
    "output": "sent back something that cannot be read",
    "refused": "could not be graded",
    "internal": "could not be graded: our fault, your instructor is told",
}

DISPLAY_ORDER: Final[tuple[Verdict, ...]] = tuple(reversed(list(WORDS)))
"""The gravest first: what a table shows when several tests of an exercise failed differently."""


class TestResult(msgspec.Struct, frozen=True, kw_only=True):
    """One hidden test on one submission. Holds nothing of the test but its name and docstring.

    `memory`: the most bytes that its process had used by then, as the sandbox tells: only a hint.
    """

    name: str
    title: str
    verdict: Verdict
    message: str
    points: float
    seconds: float
    memory: int = 0

    @property
    def passed(self) -> bool:
        """Whether this test's points are earned."""
        return self.verdict == "passed"


class ExerciseResult(msgspec.Struct, frozen=True, kw_only=True):
    """All hidden tests of one exercise, and the points they give together."""

    id: str
    score: float
    max_score: float
    tests: list[TestResult]
    diagnosis: str = ""

    @property
    def megabytes(self) -> float:
        """The memory of the greediest test."""
        return max((test.memory for test in self.tests), default=0) / 2**20

    @classmethod
    def of(cls, id: str, tests: list[TestResult], diagnosis: str = "") -> ExerciseResult:
        """Add up the tests' points; only a recorded pass earns any."""
        return cls(
            id=id,
            score=sum(test.points for test in tests if test.passed),
            max_score=sum(test.points for test in tests),
            tests=tests,
            diagnosis=diagnosis,
        )


class LessonResult(msgspec.Struct, frozen=True, kw_only=True):
    """The JSON object that `workbook check --json` prints."""

    lesson: str
    score: float
    max_score: float
    exercises: list[ExerciseResult]
    version: str = ""
    tier: str = ""
    seconds: float = 0.0
    notes: list[str] = []

    def exercise(self, id: str) -> ExerciseResult | None:
        """Return the exercise called `id`, or None."""
        return next((exercise for exercise in self.exercises if exercise.id == id), None)


class GradedNotebook(msgspec.Struct, frozen=True, kw_only=True):
    """A result with the outputs that the student's cells printed, by cell id.

    `faults` are for the instructor: what broke on our side, test by test.
    """

    result: LessonResult
    outputs: dict[str, list[dict[str, Any]]] = {}
    failed_cells: dict[str, str] = {}
    faults: list[str] = []
