"""Submissions that share unusual code, by copydetect's winnowing (Schleimer et al., SIGMOD 2003).

Right answers to a small exercise look alike. So fingerprints that the handed-out notebook holds,
or that many in the class share, count for nothing; what is left must still be long.
"""

from __future__ import annotations

import io
import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

__all__ = ["Pair", "similar"]

NOISE, GUARANTEE = 15, 20  # characters of normalised code: too short to mean anything; surely found
USUAL = 0.1
LEAST_SHARED = 25
LEAST_SHARE = 0.6
MOST = 50


@dataclass(frozen=True)
class Pair:
    """Two students; `share` is the part of the shorter one's unusual code found in the other."""

    one: str
    other: str
    share: float
    shared: int


def similar(answers: Mapping[str, str], handed_out: str) -> list[Pair]:
    """Return pairs of students with much unusual code in common, the most alike first.

    Comparing is over shared fingerprints only, so its time grows with what is shared rather than
    with the square of the class.
    """
    known = prints(handed_out)
    found = {student: prints(text) - known for student, text in answers.items()}
    holders: dict[int, list[str]] = {}
    for student, marks in found.items():
        for mark in marks:
            holders.setdefault(mark, []).append(student)
    usual = max(3, math.ceil(USUAL * len(found)))
    rare = Counter[str]()
    shared = Counter[tuple[str, str]]()
    for students in holders.values():
        if len(students) <= usual:
            rare.update(students)
            shared.update(combinations(sorted(students), 2))
    pairs = [
        Pair(one, other, count / min(rare[one], rare[other]), count)
        for (one, other), count in shared.items()
        if count >= LEAST_SHARED
    ]
    kept = [pair for pair in pairs if pair.share >= LEAST_SHARE]
    return sorted(kept, key=lambda pair: (-pair.share, -pair.shared, pair.one))[:MOST]


def prints(code: str) -> set[int]:
    """Return the fingerprints of Python code; names and comments do not count."""
    from copydetect import CodeFingerprint

    made: Any = CodeFingerprint(
        "answers.py",
        NOISE,
        GUARANTEE - NOISE + 1,
        filter=True,
        language="python",
        fp=io.StringIO(code),
    )
    return {int(mark) for mark in made.hashes}
