"""What controller and grader say to each other: plain structs, one JSON frame each."""

from __future__ import annotations

from typing import Any

import msgspec

from autograder.course import Limits
from autograder.engine.launcher import Setup
from autograder.engine.results import TestResult

__all__ = ["Catalogue", "CellOutcome", "GraderSetup", "Job", "Outcome", "TestInfo"]


class GraderSetup(msgspec.Struct, frozen=True):
    """All that a grader needs to know of its lesson."""

    lesson: str
    hidden: str
    limits: Limits
    launcher: Setup
    environment: dict[str, str]


class TestInfo(msgspec.Struct, frozen=True):
    """One hidden test, as its decorators describe it; `place` is its file and line."""

    __test__ = False

    name: str
    title: str
    exercise: str
    points: float
    place: str = ""


class Catalogue(msgspec.Struct, frozen=True):
    """The grader's first word: the tests it collected and the tier of its launcher."""

    tests: list[TestInfo] = []
    tier: str = ""
    error: str = ""
    fault: str = ""


class Job(msgspec.Struct, frozen=True):
    """One submission: its cells in order (id, source) and which of them are exercises' answers.

    `own` are the ids of those cells that the student wrote.
    `only` names the exercises whose tests are run, none all of them. A `quick` look at one ends at
    its first failed test, and calls are cut short.
    """

    cells: list[tuple[str, str]]
    answer_cells: dict[str, str]
    own: list[str] = []
    seed: int = 0
    only: list[str] = []
    quick: bool = False


class CellOutcome(msgspec.Struct, frozen=True):
    """What running one cell gave: `error` is an exception's name, or the limit that ended it."""

    id: str
    outputs: list[dict[str, Any]] = []
    error: str = ""


class Outcome(msgspec.Struct, frozen=True):
    """What grading one submission gave, test by test."""

    cells: list[CellOutcome]
    tests: dict[str, list[TestResult]]
    seconds: float
    details: dict[str, str] = {}
