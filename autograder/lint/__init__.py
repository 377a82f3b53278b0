"""The linter: what can be known of a lesson without running it.

`lint(course, lesson)` returns findings. Each rule of the lesson guide is a module in `rules/`.
"""

from autograder.lint.cli import command
from autograder.lint.findings import Finding, render_json, render_text
from autograder.lint.linting import lint, lint_notebook

__all__ = ["Finding", "command", "lint", "lint_notebook", "render_json", "render_text"]
