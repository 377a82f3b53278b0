"""What a rule is: a number and a name from the lesson guide, and functions that find problems."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from autograder.lint.notebook import LintCell, LintNotebook
from autograder.lint.trial import Trial

__all__ = ["Problem", "Rule", "at"]


@dataclass(frozen=True)
class Problem:
    """What a rule found, in which cell (none: the notebook as a whole), and how to mend it."""

    cell: str
    found: str
    mend: str
    line: int = 0


def _nothing(_: object) -> Iterator[Problem]:
    """Find nothing."""
    return iter(())


@dataclass(frozen=True)
class Rule:
    """A rule of the linter; `number` is its place in the lesson guide.

    `check` looks at the notebook as it is written, `run` at what comes of running it.
    """

    number: int
    name: str
    check: Callable[[LintNotebook], Iterator[Problem]] = _nothing
    run: Callable[[Trial], Iterator[Problem]] = _nothing

    @property
    def label(self) -> str:
        """How findings name the rule, such as `9-assert-messages`."""
        return f"{self.number}-{self.name}"


def at(cell: LintCell, node: ast.AST | int, found: str, mend: str) -> Problem:
    """Return a problem at a line of the cell, or at the line of a node of its code."""
    line = node if isinstance(node, int) else getattr(node, "lineno", 0)
    return Problem(cell.id, found, mend, line)
