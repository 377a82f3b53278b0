"""The notebook that students get, made by nbgrader's own generate step.

It runs in a temporary copy of the lesson's folder, without a gradebook, and what it writes is
normalised, so that a rebuild is byte-identical. A gradebook learns of the lesson from its release
when the first submission is graded; `into_gradebook` tells it earlier.
"""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import nbformat
from nbformat import NotebookNode
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from autograder.course import CONFIG_NAME, Course
from autograder.errors import BuildError

__all__ = ["generate", "into_gradebook", "read_tree", "write_file", "write_tree"]

IGNORED = (".ipynb_checkpoints", "__pycache__", ".DS_Store")
FILE_MODE = 0o644
FOLDER_MODE = 0o755


def generate(course: Course, lesson: str) -> dict[str, bytes]:
    """Return what belongs into `release/<lesson>/`: file contents by path in that folder.

    Raises BuildError with nbgrader's own words when its generate step fails.
    """
    with _generated(course, lesson) as folder:
        files = read_tree(folder)
    name = f"{lesson}.ipynb"
    files[name] = _normalised(files[name])
    return files


@contextmanager
def _generated(course: Course, lesson: str) -> Generator[Path]:
    """Run nbgrader's generate step on a copy of the lesson; yield the folder that it wrote."""
    from nbgrader.converters import GenerateAssignment, NbGraderException
    from nbgrader.coursedir import CourseDirectory
    from nbgrader.preprocessors import ClearSolutions

    from autograder.authoring.stubs import NamedStubs

    with tempfile.TemporaryDirectory(prefix="workbook-") as folder:
        root = Path(folder).resolve()
        source = course.source(lesson).parent
        ignore = shutil.ignore_patterns(*IGNORED)
        shutil.copytree(source, root / "source" / lesson, ignore=ignore)
        settings = _settings(course)
        settings.GenerateAssignment.no_database = True
        settings.SaveCells.enabled = False
        settings.CourseDirectory.root = str(root)
        settings.CourseDirectory.assignment_id = lesson
        for name in ("source_directory", "release_directory"):
            settings.CourseDirectory.pop(name, None)
        log, said = _listening_logger()
        converter = GenerateAssignment(
            coursedir=CourseDirectory(config=settings, log=log), config=settings, log=log
        )
        converter.preprocessors = [
            NamedStubs if step is ClearSolutions else step for step in converter.preprocessors
        ]
        try:
            converter.start()
        except NbGraderException as error:
            raise BuildError(
                f"lesson {lesson}: nbgrader refuses it: {_reason(said, error)}"
            ) from error
        yield root / "release" / lesson


def _settings(course: Course) -> Config:
    """Read what `course_config.py` says to nbgrader."""
    return PyFileConfigLoader(CONFIG_NAME, path=str(course.root)).load_config()


def _listening_logger() -> tuple[logging.Logger, list[str]]:
    """Return a logger for nbgrader, and the list that collects the errors it logs."""
    said: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage())

    log = logging.Logger("workbook.nbgrader", logging.ERROR)
    log.addHandler(Listener())
    return log, said


def _reason(said: list[str], error: Exception) -> str:
    """The last line of the traceback that nbgrader logged, or else its last words."""
    for text in said:
        if "Traceback" in text:
            return text.strip().splitlines()[-1]
    return said[-1] if said else str(error)


def _normalised(data: bytes) -> bytes:
    """Write a notebook in one way only: sorted keys, nothing of the machine that made it."""
    notebook = cast("NotebookNode", nbformat.reads(data.decode(), as_version=4))
    kernel = notebook.metadata.get("kernelspec", {})
    metadata: dict[str, Any] = {"kernelspec": kernel, "language_info": {"name": "python"}}
    notebook.metadata = nbformat.from_dict(metadata)
    return (nbformat.writes(notebook).rstrip("\n") + "\n").encode()


def read_tree(folder: Path) -> dict[str, bytes]:
    """Return the contents of all files under `folder` by their path in it; {} when missing."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not set(IGNORED) & set(path.relative_to(folder).parts)
    }


def write_tree(folder: Path, files: dict[str, bytes]) -> list[Path]:
    """Make `folder` hold exactly `files`; return the paths that changed, were added or removed."""
    present = read_tree(folder)
    changed = [folder / name for name, data in files.items() if present.get(name) != data]
    for path in changed:
        write_file(path, files[path.relative_to(folder).as_posix()])
    removed = [folder / name for name in present.keys() - files.keys()]
    for path in removed:
        path.unlink()
    return changed + sorted(removed)


def write_file(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, with the same mode on every machine."""
    path.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.new")
    new.write_bytes(data)
    new.chmod(FILE_MODE)
    os.replace(new, path)


def into_gradebook(course: Course, lesson: str) -> None:
    """Tell the gradebook of the lesson's cells and points now, so that formgrader lists it.

    Raises StaleBuildError when grades were given for other cells.
    """
    from nbgrader.coursedir import CourseDirectory

    from autograder.classroom.register import read_release, register

    coursedir = CourseDirectory(config=_settings(course))
    coursedir.root = str(course.root)
    register(coursedir, lesson, read_release(course, lesson), course.due(lesson))
