"""The grader is right: mutants fail where they should, alternatives earn all, seeds change nothing.

This is `workbook verify` without the mutations made by machine, which call for a judgement.
"""

from __future__ import annotations

from collections.abc import Iterator

from autograder.lint.rules.base import Problem, Rule
from autograder.lint.rules.r13_leaks import SCORES
from autograder.lint.trial import Trial


def run(trial: Trial) -> Iterator[Problem]:
    """Find what `workbook verify` finds, but for the scores of source and release: rule 13."""
    for finding in trial.report.findings:
        if finding.where not in SCORES:
            found = f"{finding.where}: {finding.found}"
            yield Problem(finding.exercise, found, finding.mend)


RULE = Rule(16, "grader", run=run)
