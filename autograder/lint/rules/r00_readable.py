"""Every code cell is Python that parses."""

from __future__ import annotations

from collections.abc import Iterator

from autograder.lint.notebook import LintNotebook
from autograder.lint.rules.base import Problem, Rule, at


def check(notebook: LintNotebook) -> Iterator[Problem]:
    """Find code cells with a syntax error."""
    for cell in notebook.code:
        try:
            _ = cell.tree
        except (SyntaxError, ValueError) as error:
            line = getattr(error, "lineno", 0) or 0
            reason = getattr(error, "msg", str(error))
            yield at(
                cell,
                line,
                f"syntax error: {reason}",
                "correct the cell; the other rules are checked once all cells parse",
            )


RULE = Rule(0, "readable", check)
