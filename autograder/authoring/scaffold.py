"""`workbook new`: begin a lesson as a draft that lints, builds, verifies and can be written over.

The draft is `templates/draft/`: a notebook with every section, texts that say `to write:`, and one
worked exercise with its hidden tests, mutants and alternatives.
"""

from __future__ import annotations

import json
import keyword
import os
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import click

from autograder import TEMPLATES
from autograder.authoring.course_edit import lesson_line, with_lesson
from autograder.authoring.exports import generated_from, library
from autograder.authoring.release import write_file
from autograder.course import CONFIG_NAME, LESSON_NAME, Course, Lesson, load_course
from autograder.errors import ConfigError, LessonError, UsageError, WorkbookError
from autograder.notebook import LessonNotebook

__all__ = ["EXERCISE", "command", "new_lesson"]

DRAFT = TEMPLATES / "draft"
EXERCISE = "standardize"
PRELOAD = ("matplotlib.pyplot",)
NOTHING_ELSE = "Python functions, and to know that a torch tensor has a shape"


def new_lesson(course: Course, name: str, requires: Sequence[str] = ()) -> tuple[list[Path], str]:
    """Create a lesson; return its files, and the line that `course_config.py` still lacks, or "".

    Raises UsageError for a bad or taken name and for an unknown prerequisite; nothing is written
    then.
    """
    lesson = _checked(course, name, requires)
    files = _files(course, lesson)
    for path in files:
        if path.parent.exists() and any(path.parent.iterdir()):
            raise UsageError(
                f"{path.parent.relative_to(course.root)} exists already and is not empty: choose "
                "another name, or remove what is left of an old lesson"
            )
    config = with_lesson(course, lesson)
    made = [path for path in (_top(course, path) for path in files) if not path.exists()]
    try:
        for path, data in files.items():
            write_file(path, data)
        if config is not None:
            write_file(course.root / CONFIG_NAME, config.encode())
    except OSError as error:
        for path in made:
            shutil.rmtree(path, ignore_errors=True)
        raise LessonError(
            f"lesson {name} cannot be written: {error.filename}: {error.strerror}"
        ) from None
    return list(files), "" if config is not None else lesson_line(lesson) + ","


def _checked(course: Course, name: str, requires: Sequence[str]) -> Lesson:
    if not LESSON_NAME.fullmatch(name):
        raise UsageError(
            f"{name!r} is no name of a lesson: write SERIES-MODULE-LESSON-SLUG, such as "
            "3-1-1-matmul: three numbers, then lower-case words, with dashes between them"
        )
    if name in course.by_name:
        raise UsageError(f"there is a lesson {name} already in {CONFIG_NAME}")
    number = "-".join(name.split("-")[:3])
    for other in course.by_name:
        if "-".join(other.split("-")[:3]) == number:
            raise UsageError(f"{number} is the number of {other}: choose one that is free")
    required = tuple(dict.fromkeys(course.lesson(one).name for one in requires))
    try:
        return Lesson(name, requires=required, preload=PRELOAD)
    except ConfigError as error:  # a name that the course reads otherwise than we do
        raise UsageError(str(error)) from None


def _files(course: Course, lesson: Lesson) -> dict[Path, bytes]:
    """Return the files of the new lesson: what the draft holds, under its name."""
    name = lesson.name
    notebook = (DRAFT / "lesson.ipynb").read_text(encoding="utf-8")
    for word, text in (
        ("DRAFT_TITLE", _words(name)),
        ("DRAFT_NEEDS", _needs(course, lesson)),
        ("draft_module", _module(course, name)),
    ):
        notebook = notebook.replace(word, json.dumps(text, ensure_ascii=False)[1:-1])
    files = {course.source(name): notebook.encode()}
    for kind, folder in (
        ("hidden", course.hidden(name)),
        ("mutants", course.mutants(name) / EXERCISE),
        ("alternatives", course.alternatives(name) / EXERCISE),
    ):
        for path in sorted((DRAFT / kind).glob("*.py")):
            files[folder / path.name] = path.read_bytes()
    return files


def _top(course: Course, path: Path) -> Path:
    """Return the outermost folder of the lesson that the file lies in."""
    inside = path.relative_to(course.root).parts
    depth = 2 if inside[0] == "source" else 3
    return course.root.joinpath(*inside[:depth])


def _words(name: str) -> str:
    """Return a title for the slug: `3-1-2-mean-shift` gives "Mean shift"."""
    return " ".join(name.split("-")[3:]).capitalize()


def _needs(course: Course, lesson: Lesson) -> str:
    titles = [_title(course, required) for required in lesson.requires]
    return ", ".join(titles) or NOTHING_ELSE


def _title(course: Course, name: str) -> str:
    try:
        cells = LessonNotebook.load(name, course.source(name)).cells
    except WorkbookError:
        return _words(name)
    found = re.match(r"# (.+)", cells[0].source) if cells else None
    return found[1].strip() if found else _words(name)


def _module(course: Course, name: str) -> str:
    """Return a name for the lesson's module that no other has."""
    module = "_".join(name.split("-")[3:])
    module = module if module[0].isalpha() and not keyword.iskeyword(module) else f"x_{module}"
    path = library(course) / f"{module}.py"
    taken = path.is_file() and generated_from(path) != name
    return f"{module}_lesson" if taken else module


@click.command("new")
@click.argument("name", metavar="SERIES-MODULE-LESSON-SLUG")
@click.option(
    "--requires", multiple=True, metavar="LESSON", help="A lesson that it builds on; repeatable."
)
def command(name: str, requires: tuple[str, ...]) -> None:
    """Begin a lesson: a notebook to write over, with one exercise that works.

    Exit status: 0 created, 1 the files cannot be written, 2 a name that does not fit.
    """
    course = load_course()
    files, missing = new_lesson(course, name, requires)
    for path in files:
        click.echo(os.path.relpath(path))
    if missing:
        click.echo(
            f"\n{CONFIG_NAME} could not be changed safely: add this to the lessons of the course, "
            f"at its place:\n\n    {missing}"
        )
    click.echo(
        f"\nNext: write over everything in {os.path.relpath(course.source(name))} that says "
        f"`to write:`,\nthen workbook lint {name}, workbook build {name}, workbook verify {name}"
    )
