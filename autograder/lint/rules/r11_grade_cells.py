"""Grade cells end in no bare expression, and write nothing to stderr, on purpose or by accident.

nbgrader reads a score off what a grade cell displays, and fails it for any text on stderr: a
warning of a library is enough.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from autograder.lint.notebook import LintNotebook
from autograder.lint.python import dotted
from autograder.lint.rules.base import Problem, Rule, at
from autograder.lint.trial import Trial
from autograder.notebook import CHECK_SUFFIX

STDERR = frozenset({"sys.stderr", "warnings.warn", "traceback.print_exc", "logging.warning"})


def check(notebook: LintNotebook) -> Iterator[Problem]:
    """Find grade cells that display something, or write to stderr."""
    for cell in notebook.code:
        if not cell.is_check:
            continue
        last = cell.tree.body[-1] if cell.tree.body else None
        if isinstance(last, ast.Expr):
            mend = "end in an assert with a message, or put the call above one"
            found = f"ends in the bare expression `{ast.unparse(last)[:80]}`"
            yield at(cell, last, found, mend)
        for node in ast.walk(cell.tree):
            if isinstance(node, ast.Attribute) and dotted(node) in STDERR:
                mend = "say it in the message of an assert: stderr fails the cell"
                yield at(cell, node, f"`{dotted(node)}` writes to stderr", mend)


def run(trial: Trial) -> Iterator[Problem]:
    """Find grade cells that write to stderr when the source runs."""
    checks = {f"{exercise.id}{CHECK_SUFFIX}" for exercise in trial.graded.result.exercises}
    for cell, outputs in trial.graded.outputs.items():
        said = "".join(str(out.get("text")) for out in outputs if out.get("name") == "stderr")
        if said and cell in checks:
            mend = "mend what it warns of: stderr fails the cell"
            yield Problem(
                cell, f"writes to stderr when it runs: {said.splitlines()[0][:200]}", mend
            )


RULE = Rule(11, "grade-cells", check, run)
