"""`workbook lab`: JupyterLab on copies of the released notebooks, to work in as a student does.

`release/` stays as it was built. A copy in `notebooks/` is yours: it is never overwritten, except
while nobody has changed it.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from autograder.authoring.release import read_tree, write_file
from autograder.course import Course, load_course
from autograder.errors import BuildError, StaleBuildError
from autograder.publishing.seats import SETTINGS, SETTINGS_NAME, lesson_table

__all__ = ["FOLDER", "command", "lay_out"]

FOLDER = "notebooks"
TABLE = "lessons.json"
COPIED = ".copied.json"
"""What was copied last: the hash of each file, by its path."""


def lay_out(course: Course, to: Path) -> list[str]:
    """Copy the released lessons into `to`; return what a person should know.

    A file that was changed since it was copied is kept, whatever the release says now.

    Raises:
        StaleBuildError: no lesson has a release.
        BuildError: the folder cannot be written to.
    """
    lessons = [name for name in course.by_name if course.release(name).is_file()]
    if not lessons:
        raise StaleBuildError("there is no released lesson to open: run `workbook build`")
    try:
        copied = _copied(to / COPIED)
        notes = [note for name in lessons for note in _copy(course, name, to, copied)]
        write_file(to / COPIED, json.dumps(copied, indent=1, sort_keys=True).encode())
        write_file(to / TABLE, lesson_table(course, lessons))
        write_file(to / SETTINGS_NAME, SETTINGS)
    except OSError as error:
        raise BuildError(f"{to} cannot be written to: {error.strerror}") from None
    return notes


def _copied(path: Path) -> dict[str, str]:
    """Return what was copied before; where that cannot be told, every file counts as changed."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _copy(course: Course, lesson: str, to: Path, copied: dict[str, str]) -> Iterator[str]:
    """Copy the files of one lesson that are missing, or old and untouched."""
    for file, data in read_tree(course.release(lesson).parent).items():
        name, path = f"{lesson}/{file}", to / lesson / file
        there = _hash(path.read_bytes()) if path.is_file() else None
        new = _hash(data)
        if there in (None, new, copied.get(name)):
            if there != new:
                write_file(path, data)
            copied[name] = new
        elif new != copied.get(name):
            yield (
                f"{path} holds work of yours and is kept; the lesson has been released anew since. "
                "To start over with the new one, rename yours"
            )


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@click.command("lab", context_settings={"ignore_unknown_options": True})
@click.argument(
    "arguments", nargs=-1, type=click.UNPROCESSED, metavar="[LESSON] [OPTIONS OF JUPYTERLAB]..."
)
def command(arguments: tuple[str, ...]) -> None:
    """Open the released lessons, or one of them, in JupyterLab.

    You work in copies that lie in notebooks/ and are yours: they are never overwritten.

    Exit status: that of JupyterLab; 1 nothing to open, 2 called wrongly.
    """
    course = load_course()
    named = bool(arguments) and not arguments[0].startswith("-")
    opened = "/lab"
    if named:
        lesson = course.lesson(arguments[0]).name
        opened = f"/lab/tree/{lesson}/{lesson}.ipynb"
    to = course.root / FOLDER
    for note in lay_out(course, to):
        click.echo(f"Note: {note}.", err=True)
    _open(to, [f"--LabApp.default_url={opened}", *arguments[named:]])


def _open(folder: Path, options: list[str]) -> None:
    """Turn this process into a JupyterLab on the folder, so that Ctrl-C and signals reach it.

    It finds the programs beside this Python, as in an activated environment.
    """
    from jupyterlab import labapp

    programs = str(Path(sys.executable).parent)
    os.environ["PATH"] = os.pathsep.join((programs, os.environ.get("PATH", "")))
    os.chdir(folder)
    sys.exit(labapp.main(options))
