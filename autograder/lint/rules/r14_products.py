"""What students get is what the source says now: a rebuild of the release is byte-identical."""

from __future__ import annotations

from collections.abc import Iterator

from autograder.lint.rules.base import Problem, Rule
from autograder.lint.trial import Trial


def run(trial: Trial) -> Iterator[Problem]:
    """Find what `workbook build --check` finds."""
    from autograder.authoring.build import stale

    for finding in stale(trial.course, trial.lesson) if trial.built else ():
        yield Problem("", finding, f"run `workbook build {trial.lesson}`")


RULE = Rule(14, "products", run=run)
