"""Look for secrets in the files of a bundle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from autograder.errors import LeakError
from autograder.leaks.secrets import KINDS, Public, Secret
from autograder.leaks.texts import texts
from autograder.leaks.tokens import LONG_TEXT, RunIndex
from autograder.leaks.trees import TreeIndex

__all__ = ["Leak", "find_leaks", "refuse_leaks"]

SHOWN = 5


@dataclass(frozen=True)
class Leak:
    """A secret, and where it was found.

    Attributes:
        place: file and, in a notebook, the cell and the part of it.
        line: the line of that text.
        start: the first line of the secret's own text that is the same; `end` is the last.
        renamed: the same statements under other names or in another layout.
    """

    secret: Secret
    place: str
    line: int
    start: int
    end: int
    renamed: bool = False

    def __str__(self) -> str:
        how = " (perhaps under other names)" if self.renamed else ""
        return f"{self.place}, line {self.line}: {self.secret.named(self.start, self.end)}{how}"


def find_leaks(files: Mapping[str, bytes], secrets: list[Secret], public: Public) -> list[Leak]:
    """Return what the files (contents by path) give away, one leak for each stretch of text."""
    runs = RunIndex(secrets, public)
    shapes = TreeIndex(secrets, public)
    leaks: list[Leak] = []
    for text in texts(files):
        found = [Leak(one[0], text.place, *one[1:]) for one in runs.find(text.text)]
        if len(text.text) <= LONG_TEXT:
            same = shapes.find(text.text, code=text.code)
            found += [Leak(one[0], text.place, *one[1:], renamed=True) for one in same]
        leaks += _strongest(found)
    return leaks


def _strongest(found: list[Leak]) -> list[Leak]:
    """Keep one leak for stretches that overlap: of what matters most, word for word, longest."""
    kept: list[Leak] = []
    for leak in sorted(found, key=_weight):
        if not any(_overlap(leak, other) for other in kept):
            kept.append(leak)
    return sorted(kept, key=lambda leak: leak.line)


def _weight(leak: Leak) -> tuple[int, bool, int]:
    return KINDS.index(leak.secret.kind), leak.renamed, leak.start - leak.end


def _overlap(leak: Leak, other: Leak) -> bool:
    ends, other_ends = (one.line + one.end - one.start for one in (leak, other))
    return leak.line <= other_ends and other.line <= ends


def refuse_leaks(files: Mapping[str, bytes], secrets: list[Secret], public: Public) -> None:
    """Raise LeakError, which names the places, when the files give anything away."""
    leaks = find_leaks(files, secrets, public)
    if not leaks:
        return
    more = f"; and {len(leaks) - SHOWN} more" if len(leaks) > SHOWN else ""
    raise LeakError(
        "nothing was written, because the bundle would give away answers or tests: "
        + "; ".join(str(leak) for leak in leaks[:SHOWN])
        + more
        + ". Take it out there and run `workbook build`; if a lesson shows it on purpose, tag that "
        "locked cell of its source `reveals`"
    )
