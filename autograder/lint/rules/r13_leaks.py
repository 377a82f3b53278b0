"""The source runs clean and earns everything, the release nothing, and nothing is given away.

Searched are the release, the bundle that `workbook publish` would write, and what feedback says.
"""

from __future__ import annotations

from collections.abc import Iterator

from autograder.lint.rules.base import Problem, Rule
from autograder.lint.trial import Trial

SCORES = frozenset({"source", "release"})


def run(trial: Trial) -> Iterator[Problem]:
    """Find what does not run, wrong scores of source and release, and leaks."""
    from autograder.authoring.verify import told

    for cell in trial.graded.failed_cells:
        yield Problem(cell, f"does not run: {told(trial.graded, cell)}", "mend the cell")
    for finding in trial.report.findings:
        if finding.where == "source" or (finding.where == "release" and trial.built):
            yield Problem("", f"{finding.where} {finding.found}", finding.mend)
    if trial.built:
        yield from _leaks(trial)
    yield from _demos(trial)


def _leaks(trial: Trial) -> Iterator[Problem]:
    from autograder.leaks import course_secrets, find_leaks
    from autograder.publishing.publish import unsearched_files

    files, shipped = unsearched_files(trial.course, [trial.lesson])
    mend = "take it out; if a lesson shows it on purpose, tag that locked cell `reveals`"
    for leak in find_leaks({**files, **trial.feedback}, *course_secrets(trial.course, shipped)):
        yield Problem("", f"gives away {leak}", mend)


def _demos(trial: Trial) -> Iterator[Problem]:
    """Run the whole notebook, unless an up-to-date solution shows that somebody has."""
    from autograder.authoring.build import run_lesson, solution_finding

    if solution_finding(trial.course, trial.lesson):
        run_lesson(trial.course, trial.lesson)  # raises BuildError, which names the cell
    return iter(())


RULE = Rule(13, "leaks", run=run)
