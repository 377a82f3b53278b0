"""Text that a student had a hand in, made fit for pages and for terminals.

Names of files and students, messages and printed text may hold what a terminal obeys (escape
sequences, carriage returns), what turns the reading direction round, or halves of characters that
cannot be written at all.
"""

from __future__ import annotations

import re

__all__ = ["one_line", "plain", "worded"]

# one colour of many, as programs write them; nbconvert fails over half of one
SHADE = r"(?:[34]8;(?:5|2;\d{1,3};\d{1,3});\d{1,3}|(?!0*[34]8[;m])\d{0,3})"
COLOUR = re.compile(rf"\x1b\[{SHADE}(?:;{SHADE}){{0,7}}m", re.ASCII)
MAX_COLOURS = 2_000  # nbconvert's time grows with the square of their number
CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f\u2028\u2029"  # tab, newline, return stay
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"  # marks of direction
    r"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?"  # links and titles of terminals
    rf"|(?!{COLOUR.pattern})\x1b(?:\[[0-?]*[ -/]*[@-~])?",  # any sequence but a colour
    re.ASCII,
)


def plain(text: str) -> str:
    """Return text without control characters (but tab, newline, colours) and lone surrogates."""
    text = CONTROL.sub("", text).encode("utf-8", "replace").decode("utf-8")
    return COLOUR.sub("", text) if text.count("\x1b") > MAX_COLOURS else text


def worded(text: str) -> str:
    """Return text of one or more lines that may be printed to a terminal, too."""
    return COLOUR.sub("", plain(text)).replace("\r", "")


def one_line(text: object, most: int = 300) -> str:
    """Return a name or a message as one short line: it cannot pass for another line."""
    line = " ".join(worded(str(text)).split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
