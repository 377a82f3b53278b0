"""Budgets: how much an answer may compute and hold, counted instead of timed.

The figures are counted beside the student's code, which could tamper with them. So a budget is a
teaching aid next to tests of values ("this loops where one call would do"), never a wall.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from autograder.engine.rules import RuleBroken

__all__ = ["Budget", "Spent"]

MOST = 2**62


@dataclass
class Spent:
    """What the calls of one test cost so far; the same in every run of the same code.

    `calls` counts operations that torch carried out, `flops` their arithmetic: two for each
    multiplication and addition of a matrix product or convolution, and one for each element that
    another operation reads or writes, whichever is more. Views are free. `peak_bytes` is the most
    that tensors made during one call held at the same time; its arguments are not counted.
    """

    calls: int = 0
    flops: int = 0
    peak_bytes: int = 0

    def add(self, reported: Any) -> None:
        """Add what a worker reports of one call; what is no count is left out."""
        if not isinstance(reported, dict):
            return
        figures = [reported.get(name) for name in ("calls", "flops", "peak_bytes")]
        calls, flops, peak = (n if isinstance(n, int) and 0 <= n < MOST else 0 for n in figures)
        self.calls += calls
        self.flops += flops
        self.peak_bytes = max(self.peak_bytes, peak)


@dataclass(frozen=True)
class Budget:
    """What `way` needs, and how many times as much is still fine."""

    calls: int | None = None
    flops: int | None = None
    peak_bytes: int | None = None
    slack: float = 1.0
    way: str = "a good solution"

    def check(self, spent: Spent) -> None:
        """Raise RuleBroken, in words, when more was spent than is fine."""
        for used, needed, told in (
            (spent.calls, self.calls, "calls torch {} times as often as {} does"),
            (spent.flops, self.flops, "computes {} times as much as {} needs to"),
            (spent.peak_bytes, self.peak_bytes, "uses {} times the memory that {} needs"),
        ):
            if needed is not None and used > needed * self.slack:
                raise RuleBroken(told.format(times(used / max(needed, 1)), self.way))


def times(ratio: float) -> str:
    """Return a ratio as people say it: 64, or 1.5 where the digit matters.

    Two digits of a large one: who forges the figures could spell out a hidden input with more.
    """
    return f"{float(f'{ratio:.2g}'):.0f}" if ratio >= 10 else f"{ratio:.2g}"
