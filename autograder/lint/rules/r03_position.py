"""No positional words, numbered headings or "the next notebook".

Order lives in course_config.py and in file names only.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator

from autograder.lint.notebook import LintCell, LintNotebook
from autograder.lint.python import plain
from autograder.lint.rules.base import Problem, Rule, at

NUMBER = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten)\b"
CAPITAL_NUMBER = r"(?:\d+|[IVX]+|One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten)\b"
# of a work that is cited: "Section 3.2 of Vaswani et al.", "Chapter 5 in *Deep Learning*"
OF_A_WORK = r"(?!(?:\.\d+)*,?\s+(?:of|in)\s+(?:the\s+(?:paper|book)|[A-Z\[*_\"“]))"
NUMBERED = [
    re.compile(
        rf"\b(?:[Ll]esson|[Nn]otebook|[Cc]hapter|[Ss]ection|[Pp]art)s?\s+{NUMBER}{OF_A_WORK}"
    ),
    re.compile(
        r"\b(?:LESSON|Lesson|Notebook|CHAPTER|Chapter|SECTION|Section|PART|Part|STEP|Step|"
        r"EXERCISE|Exercise|Problem|Task|Question|Practice|Module)\s+"
        rf"{CAPITAL_NUMBER}{OF_A_WORK}"
    ),
    re.compile(r"\bexercise\s+\d+\b"),
]
PLACES = r"(?:notebook|lesson|chapter|section|exercise|tutorial)s?\b"
RELATIVE = [
    re.compile(
        r"\b(?:next|previous|preceding|following|earlier|later|upcoming|prior|last|final|first|"
        rf"second|third|fourth|fifth)\s+(?:(?:few|two|three|four)\s+)?{PLACES}",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:next|previous)\s+part\b(?!\s+of\b)", re.IGNORECASE),
    re.compile(rf"\b{PLACES}\s+(?:before|after)\s+this\b", re.IGNORECASE),
]
LESSON_NAME = [re.compile(r"\b\d+-\d+-\d+-[a-z][a-z0-9-]*")]
HEADING = re.compile(r"(?:\(?\d+(?:\.\d+)*[.):]|\d+(?:\.\d+)+|\d+\s*[-–—]|[IVX]+[.):]|[A-Z][.)])\s")
MEND = "name the thing itself, not its place: order lives in course_config.py and file names"


def check(notebook: LintNotebook) -> Iterator[Problem]:
    """Find words that say where something stands."""
    for cell in notebook.prose:
        for heading in cell.prose.headings:
            if HEADING.match(heading.text):
                found = f"a numbered heading: {heading.text!r}"
                yield at(cell, heading.line, found, "leave the number out of the heading")
    for cell in notebook.cells:
        # the titles of other people's works say what they say
        patterns = [*RELATIVE, *LESSON_NAME, *([] if cell.tagged("references") else NUMBERED)]
        for text, start in _texts(cell):
            yield from _positional(cell, text, start, patterns)


def _positional(
    cell: LintCell, text: str, start: int, patterns: list[re.Pattern[str]]
) -> Iterator[Problem]:
    ends = 0
    matches = [match for pattern in patterns for match in pattern.finditer(text)]
    for match in sorted(matches, key=re.Match.start):
        if match.start() >= ends:
            ends = match.end()
            line = start + text.count("\n", 0, match.start())
            words = " ".join(match[0].split())
            yield at(cell, line, f"the words {words!r} say where something stands", MEND)


def _texts(cell: LintCell) -> Iterator[tuple[str, int]]:
    """Yield what a person reads: prose, or the comments and strings of code."""
    if cell.is_prose:
        yield from cell.prose.words
    elif cell.is_code:
        yield from _comments(cell)
        for node in ast.walk(cell.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value, node.lineno


def _comments(cell: LintCell) -> Iterator[tuple[str, int]]:
    for token in tokenize.generate_tokens(io.StringIO(plain(cell.source)).readline):
        if token.type == tokenize.COMMENT:
            yield token.string, token.start[0]


RULE = Rule(3, "position", check)
