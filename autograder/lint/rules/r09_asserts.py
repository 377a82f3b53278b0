"""Every assert says what is wrong."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from autograder.lint.notebook import LintNotebook
from autograder.lint.rules.base import Problem, Rule, at

EMPTY = (None, "")


def check(notebook: LintNotebook) -> Iterator[Problem]:
    """Find asserts without a message, or with an empty one."""
    for cell in notebook.code:
        for node in ast.walk(cell.tree):
            if isinstance(node, ast.Assert) and _silent(node.msg):
                found = f"no message: `assert {ast.unparse(node.test)[:80]}`"
                mend = 'say to the student what is wrong: assert …, "each row must sum to 1"'
                yield at(cell, node, found, mend)


def _silent(message: ast.expr | None) -> bool:
    if isinstance(message, ast.Constant):
        return message.value in EMPTY or not str(message.value).strip()
    return message is None or (isinstance(message, ast.JoinedStr) and not message.values)


RULE = Rule(9, "assert-messages", check)
