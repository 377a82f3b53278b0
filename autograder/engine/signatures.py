"""Known mistakes, told by what they fail.

`workbook verify` writes down which hidden tests each mutant fails, and how. A submission that fails
the same ones gets that mutant's text: what the mistake is, and which idea to read again.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from autograder.engine.results import TestResult, Verdict
from autograder.errors import LessonError

__all__ = ["Signature", "Table", "diagnosis", "evidence", "load", "save"]

UNTRIED: tuple[Verdict, ...] = ("blank", "missing", "refused", "internal")
MOST_TEXTS = 2
Table = dict[str, dict[str, "Signature"]]


class Signature(msgspec.Struct, frozen=True):
    """What one mutant fails (test → how) and what a student who does the same is told."""

    failed: dict[str, str]
    diagnosis: str


def evidence(test: TestResult) -> str:
    """Return how a test failed, without what only its author adds: verdict and first sentence."""
    return f"{test.verdict}: {test.message.partition('. ')[0]}".rstrip(": ")


def diagnosis(tests: Sequence[TestResult], known: Sequence[Signature]) -> str:
    """Return what is known of an answer that fails as these tests do; empty for nothing certain.

    The same tests failed in the same way says most. The same tests failed in another way still
    counts, but not where all tests failed: any nonsense does that. What fits more than two mistakes
    fits none, and an answer that is not there makes no mistake.
    """
    failed = {test.name: evidence(test) for test in tests if not test.passed}
    if not failed or any(test.verdict in UNTRIED for test in tests):
        return ""
    fitting = [one for one in known if one.failed == failed]
    if not fitting and len(failed) < len(tests):
        fitting = [one for one in known if one.failed.keys() == failed.keys()]
    texts = list(dict.fromkeys(one.diagnosis for one in fitting))
    return " Or: ".join(texts) if len(texts) <= MOST_TEXTS else ""


def load(path: Path) -> Table:
    """Read the signatures of a lesson, by exercise and mutant; none when there is no file.

    Raises:
        LessonError: the file is not what `save` writes.
    """
    if not path.is_file():
        return {}
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, dict[str, Signature]])
    except msgspec.DecodeError as error:
        raise LessonError(
            f"{path} cannot be read ({error}): `workbook verify {path.parent.name}` writes it anew"
        ) from None


def save(path: Path, table: Table) -> None:
    """Write the signatures of a lesson, unless they stand there already."""
    data = msgspec.json.format(msgspec.json.encode(table, order="sorted"), indent=1) + b"\n"
    if not path.is_file() or path.read_bytes() != data:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
