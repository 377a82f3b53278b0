"""The sections that every lesson has, known by the tags of their cells; helps that stay shut."""

from __future__ import annotations

import re
from collections.abc import Iterator

from autograder.lint.notebook import LintNotebook
from autograder.lint.rules.base import Problem, Rule, at

SECTIONS = {
    "why": "why it matters, and the sceptic's question that the lesson answers",
    "practice": "practice problems inside the explanation",
    "shortcuts": "the library's one-liner, asserted equal",
    "adjacent": "adjacent concepts: the intuition, and words to search for",
    "references": "papers, books and pages to read",
}


HELP = "help"
SUMMARY = re.compile(r"<details\b[^>]*>\s*<summary>\s*Help: \S")
SHUT = "write <details><summary>Help: what the student sees</summary>, the help and </details>"


def check(notebook: LintNotebook) -> Iterator[Problem]:
    """Find sections that no cell with a text is tagged with, and helps that give themselves away.

    A help is opened by the student who has its symptom, so its summary has to name that.
    """
    yield from _sections(notebook)
    for cell in notebook.cells:
        if cell.tagged(HELP) and cell.is_prose:
            helps, named = cell.source.count("<details"), len(SUMMARY.findall(cell.source))
            if not helps:
                yield at(cell, 1, "a help that is open from the beginning", SHUT)
            elif named < helps:
                yield at(cell, 1, "a help whose summary names no symptom", SHUT)


def _sections(notebook: LintNotebook) -> Iterator[Problem]:
    for section, purpose in SECTIONS.items():
        if not any(cell.tagged(section) and cell.source.strip() for cell in notebook.cells):
            yield Problem(
                "",
                f"no cell is tagged `{section}`",
                f"write the section ({purpose}) and tag its cell `{section}`",
            )


RULE = Rule(4, "sections", check)
