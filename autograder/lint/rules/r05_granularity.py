"""Small cells, with prose between them."""

from __future__ import annotations

import ast
import math
import statistics
from collections.abc import Iterator

from autograder.lint.notebook import LintCell, LintNotebook
from autograder.lint.rules.base import Problem, Rule

ONE_LINE_SHARE = 0.35
MEDIAN = 4
P90 = 15
LONGEST = 30
LONGEST_PLOT = 40
ROW = 3
SPLIT = "split it: show each part at work before they are put together"


def check(notebook: LintNotebook) -> Iterator[Problem]:
    """Find long cells, a lesson of long cells, and rows of code without a word."""
    cells = [cell for cell in notebook.code if cell.shown_lines]
    yield from _statistics([cell.shown_lines for cell in cells])
    for cell in cells:
        longest = LONGEST_PLOT if cell.tagged("plot") else LONGEST
        if cell.shown_lines > longest:
            yield Problem(cell.id, f"{cell.shown_lines} lines; at most {longest}", SPLIT)
    yield from _rows(notebook)


def _statistics(lines: list[int]) -> Iterator[Problem]:
    if not lines:
        return
    share = lines.count(1) / len(lines)
    if share < ONE_LINE_SHARE:
        yield Problem(
            "",
            f"{share:.0%} of the code cells have one line; at least {ONE_LINE_SHARE:.0%}",
            "show intuition in cells of one line whose value is displayed",
        )
    if (median := statistics.median(lines)) > MEDIAN:
        yield Problem("", f"the median code cell has {median:g} lines; at most {MEDIAN}", SPLIT)
    if (high := sorted(lines)[math.ceil(0.9 * len(lines)) - 1]) > P90:
        found = f"a tenth of the code cells has {high} lines or more; at most {P90}"
        yield Problem("", found, SPLIT)


def _rows(notebook: LintNotebook) -> Iterator[Problem]:
    row = 0
    imports = False
    for cell in notebook.cells:
        if cell.is_prose and cell.source.strip():
            row, imports = 0, False
        elif cell.is_code and cell.shown_lines and not _asserts(cell):
            # an exported cell of imports and the one that sets the seed are one step to a reader
            new_step = not (imports and cell.tagged("imports"))
            imports = cell.tagged("imports")
            row += new_step
            if new_step and row == ROW:
                mend = "say above it what the reader is about to see, or what just happened"
                yield Problem(cell.id, f"{ROW} code cells in a row without prose", mend)


def _asserts(cell: LintCell) -> bool:
    """Tell whether the cell is a chain of asserts, which may follow any code."""
    if cell.is_check or cell.tagged("check"):
        return True
    kinds = [type(statement) for statement in cell.tree.body]
    return ast.Assert in kinds and set(kinds) <= {ast.Assert, ast.Assign, ast.For}


RULE = Rule(5, "granularity", check)
