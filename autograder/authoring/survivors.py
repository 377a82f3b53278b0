"""Which mutations made by machine no hidden test rejects, and which of these change nothing.

An author notes the latter in `mutants/<lesson>/equivalent.toml`:

    [matmul-loops.L12-range-starts-late]
    key = "3f0a6c1b2d"
    reason = "row 0 is filled by the line above"

The key is a hash of the reference and the name: any edit of the reference asks for a second look.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from autograder.authoring.mutations import Mutation
from autograder.errors import LessonError

__all__ = ["FILE", "Equivalent", "Finding", "Survivor", "judge", "read_equivalents"]

FILE = "equivalent.toml"


@dataclass(frozen=True)
class Finding:
    """Something that is wrong with the lesson's grader, and how to mend it.

    `exercise` is the one that it is about, empty for the lesson as a whole.
    """

    where: str
    found: str
    mend: str
    exercise: str = ""


class Equivalent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An author's note that a mutation changes nothing."""

    key: str
    reason: str


@dataclass(frozen=True)
class Survivor:
    """A mutation that no hidden test rejects; `reason` says why none can, if there is a note."""

    exercise: str
    name: str
    diff: str
    key: str
    reason: str = ""


def read_equivalents(folder: Path) -> dict[str, dict[str, Equivalent]]:
    """Read an author's notes by exercise and mutation; raise LessonError where they are broken."""
    path = folder / FILE
    if not path.is_file():
        return {}
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        notes = msgspec.convert(table, dict[str, dict[str, Equivalent]])
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise LessonError(
            f"lesson {folder.name}: {FILE}: {error}. "
            "A note is a table [exercise.mutation] with a key and a reason"
        ) from None
    for exercise, named in notes.items():
        for name, note in named.items():
            if not note.reason.strip():
                raise LessonError(f"lesson {folder.name}: {FILE}, {exercise}.{name}: no reason")
    return notes


def judge(
    made: Iterable[Mutation],
    survived: set[tuple[str, str]],
    notes: dict[str, dict[str, Equivalent]],
) -> tuple[list[Survivor], list[Finding]]:
    """Return the survivors, and what is to be done: about them, and about notes that are stale."""
    survivors: list[Survivor] = []
    findings: list[Finding] = []
    left = {(exercise, name) for exercise, named in notes.items() for name in named}
    for mutation in made:
        place = mutation.exercise, mutation.name
        left.discard(place)
        note = notes.get(mutation.exercise, {}).get(mutation.name)
        valid = note is not None and note.key == mutation.key
        if place in survived:
            reason = note.reason if note is not None and valid else ""
            survivor = Survivor(*place, mutation.diff, mutation.key, reason)
            survivors.append(survivor)
            if not reason:
                findings.append(_alive(survivor, note))
        elif note is not None:
            found = f"{FILE} calls it equivalent, but a test rejects it"
            findings.append(Finding(f"mutation {'/'.join(place)}", found, "drop the note"))
    for place in sorted(left):
        found = f"{FILE} names it, but the reference has no such mutation any more"
        findings.append(Finding(f"mutation {'/'.join(place)}", found, "drop the note"))
    return survivors, findings


def _alive(survivor: Survivor, note: Equivalent | None) -> Finding:
    where = f"mutation {survivor.exercise}/{survivor.name}"
    if note is not None:
        return Finding(
            where,
            f"its note in {FILE} was written for another reference\n{survivor.diff}",
            f'if it still changes nothing, write key = "{survivor.key}"; else write a test',
        )
    return Finding(
        where,
        f"no hidden test rejects it\n{survivor.diff}",
        f"write a test that it fails, or, if it changes nothing, note why in {FILE}:\n"
        f'[{survivor.exercise}.{survivor.name}]\nkey = "{survivor.key}"\nreason = "…"',
    )
