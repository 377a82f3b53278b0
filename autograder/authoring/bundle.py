"""The student_lib that one lesson may see: no answer ships inside the library.

A staged library holds the modules written by hand, the bundled data, and of the generated modules
only those that the lesson's prerequisites export. It is a folder of plain files, so that it can be
bound read-only into a sandbox, or packed into a wheel.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from autograder.authoring.exports import exported_module, generated_from, library
from autograder.course import Course
from autograder.errors import BuildError

__all__ = ["exported_module", "library_files", "staged_library"]

BUNDLE = "bundled"  # data, which the library never changes in place: linked, not copied
DAY = 24 * 3600
KEPT_DAYS = 7
IGNORED = frozenset({"__pycache__", ".ipynb_checkpoints"})


def library_files(course: Course, lesson: str) -> list[Path]:
    """Return the files of student_lib that the lesson may see, in order."""
    folder = library(course)
    allowed = {earlier.name for earlier in course.prerequisites(lesson)}
    return [
        path
        for path in _files(folder)
        if path.suffix != ".py" or _is_allowed(path, folder, allowed)
    ]


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        hidden = any(part.startswith(".") for part in parts)
        if not hidden and not IGNORED & set(parts) and path.is_file():
            yield path


def _is_allowed(path: Path, folder: Path, lessons: set[str]) -> bool:
    owner = generated_from(path) if path.parent == folder else None
    return owner is None or owner in lessons


def staged_library(course: Course, lesson: str, into: Path) -> Path:
    """Return a folder that holds `student_lib` as the lesson may see it: put it on `sys.path`.

    The folder lies in `into`, is named after the lesson and the hash of its contents, and is made
    once. Folders of other contents are removed when nobody has asked for them for a week.

    Raises:
        UsageError: there is no such lesson.
        BuildError: a prerequisite's module has not been built.
    """
    files = library_files(course, lesson)
    folder = into / f"{lesson}-{_hash(library(course), files)}"
    if not folder.is_dir():
        _refuse_missing(course, lesson, files)
        _prune(into, lesson)  # first: where the clock jumps, the new one would look old
        _stage(library(course), files, folder)
    with contextlib.suppress(OSError):  # another user's folder can be used all the same
        os.utime(folder)
    return folder


def _hash(root: Path, files: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        data = path.read_bytes()
        digest.update(f"{path.relative_to(root).as_posix()}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()[:16]


def _refuse_missing(course: Course, lesson: str, files: list[Path]) -> None:
    """A lesson must never lose points because the build of another was forgotten.

    Without sources, on a machine that only grades, there is nothing to compare with.
    """
    there = {path.stem for path in files if path.parent == library(course)}
    for earlier in course.prerequisites(lesson):
        if not course.source(earlier.name).is_file():
            continue
        module = exported_module(course, earlier.name)
        if module and module not in there:
            raise BuildError(
                f"lesson {lesson} builds on {earlier.name}, whose module student_lib/{module}.py "
                f"is missing: run `workbook build {earlier.name}`"
            )


def _stage(root: Path, files: list[Path], folder: Path) -> None:
    """Fill a new folder and move it into place at once; another process may do the same."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        new.chmod(0o755)  # the sandbox reads it as another user
        for path in files:
            _place(path, new / "student_lib" / path.relative_to(root), path.relative_to(root).parts)
        with contextlib.suppress(OSError):  # the other process was first
            new.rename(folder)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    if not folder.is_dir():
        raise BuildError(f"{folder} cannot be written: check the space and rights there")


def _place(path: Path, target: Path, parts: tuple[str, ...]) -> None:
    for parent in reversed(target.parents[: len(parts)]):
        if not parent.is_dir():
            parent.mkdir()
            parent.chmod(0o755)
    readable = path.stat().st_mode & 0o044 == 0o044
    if parts[0] == BUNDLE and readable:
        with contextlib.suppress(OSError):  # another file system: copy
            os.link(path, target)
            return
    shutil.copyfile(path, target)
    target.chmod(0o644)


def _prune(into: Path, lesson: str) -> None:
    """Remove what nobody asked for in a while, and what a killed process left half made."""
    oldest = time.time() - KEPT_DAYS * DAY
    for folder in (*into.glob(f"{lesson}-*"), *into.glob(f".{lesson}-*")):
        with contextlib.suppress(OSError):  # another process was first
            if folder.stat().st_mtime < oldest:
                shutil.rmtree(folder, ignore_errors=True)
