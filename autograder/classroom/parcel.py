"""What grading one lesson needs of a course, for a machine that does not have the course."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from autograder.authoring.bundle import library_files
from autograder.course import Course

__all__ = ["course_files", "packed"]

EPOCH = (1980, 1, 1, 0, 0, 0)
PLAIN, PROGRAM = 0o644, 0o755


def course_files(course: Course, lesson: str) -> dict[str, bytes]:
    """Return the files by their names in the course: settings, notebook, hidden tests, library.

    The source does not travel: without it the release is taken as it is, so a machine that only
    grades neither holds a solution nor compares the two before each submission.
    """
    mutants = course.mutants(lesson)
    files = [course.root / "course_config.py", course.release(lesson)]
    files += [file for file in sorted(course.hidden(lesson).rglob("*")) if file.suffix != ".pyc"]
    files += [mutants / "signatures.json", *library_files(course, lesson)]
    return {
        file.relative_to(course.root).as_posix(): file.read_bytes()
        for file in files
        if file.is_file()
    }


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return a zip archive: the same bytes for the same files. Scripts (`#!`) can be run."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.external_attr = (PROGRAM if data.startswith(b"#!") else PLAIN) << 16
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return made.getvalue()
