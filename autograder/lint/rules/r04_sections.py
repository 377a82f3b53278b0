"""The sections that every lesson has, known by the tags of their cells."""

from __future__ import annotations

from collections.abc import Iterator

from autograder.lint.notebook import LintNotebook
from autograder.lint.rules.base import Problem, Rule

SECTIONS = {
    "why": "why it matters, and the sceptic's question that the lesson answers",
    "practice": "practice problems inside the explanation",
    "shortcuts": "the library's one-liner, asserted equal",
    "adjacent": "adjacent concepts: the intuition, and words to search for",
    "references": "papers, books and pages to read",
}


def check(notebook: LintNotebook) -> Iterator[Problem]:
    """Find sections that no cell with a text is tagged with."""
    for section, purpose in SECTIONS.items():
        if not any(cell.tagged(section) and cell.source.strip() for cell in notebook.cells):
            yield Problem(
                "",
                f"no cell is tagged `{section}`",
                f"write the section ({purpose}) and tag its cell `{section}`",
            )


RULE = Rule(4, "sections", check)
