"""Whether a lesson's release is what its source says now; grading by an old one is refused.

The builder finds out by making the release again, which takes seconds. So its
findings are kept in `.workbook/built/`, with a hash of everything they rest on.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from autograder import PACKAGE
from autograder.course import CONFIG_NAME, Course
from autograder.errors import StaleBuildError

__all__ = ["refuse_stale"]

HARMLESS = ("solutions/", "student_lib/")


def refuse_stale(course: Course, lesson: str) -> list[str]:
    """Return what is stale but does not hinder grading; nothing where there is no source.

    Raises:
        StaleBuildError: the release does not match its source.
    """
    if not course.source(lesson).is_file():
        return []
    seal = course.root / ".workbook" / "built" / lesson
    state = fingerprint(course, lesson)
    findings = known_findings(seal, state)
    if findings is None:
        from autograder.authoring.build import check

        findings = check(course, lesson)
        seal.parent.mkdir(parents=True, exist_ok=True)
        seal.write_bytes(msgspec.json.encode(Seal(state, findings)))
    grave = [finding for finding in findings if not finding.startswith(HARMLESS)]
    if grave:
        raise StaleBuildError(
            f"lesson {lesson} is not built from its source as it is now: {'; '.join(grave)}. "
            "Nothing was graded"
        )
    return findings


class Seal(msgspec.Struct):
    """What the builder found, and the state of all files when it did."""

    state: str
    findings: list[str]


def known_findings(seal: Path, state: str) -> list[str] | None:
    """Return what was found before in the same state; None where nobody looked."""
    try:
        known = msgspec.json.decode(seal.read_bytes(), type=Seal)
    except (OSError, msgspec.MsgspecError):
        return None
    return known.findings if known.state == state else None


def fingerprint(course: Course, lesson: str) -> str:
    """Return a hash of all that `check` compares, wherever the course lies."""
    digest = hashlib.sha256()
    files = [course.root / CONFIG_NAME, course.solution(lesson)]
    for folder in (course.source(lesson).parent, course.release(lesson).parent):
        files += sorted(path for path in folder.rglob("*") if path.is_file())
    files += sorted((course.root / "student_lib").glob("*.py"))
    places = [(path, course.root) for path in files]
    makers = [*PACKAGE.glob("*.py"), *(PACKAGE / "authoring").glob("*.py")]
    places += [(path, PACKAGE) for path in sorted(makers)]
    for path, root in places:
        if path.is_file():
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            digest.update(f"{path.relative_to(root)} {content}\n".encode())
    return digest.hexdigest()
