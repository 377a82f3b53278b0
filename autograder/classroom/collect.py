"""`workbook collect LESSON SOURCE`: put what an LMS gave you where nbgrader looks for it.

A notebook belongs to the student it is named after, `<student>.ipynb`, or in whose folder it lies
under the lesson's name, `<student>/<lesson>.ipynb` or `<student>/<lesson>/<lesson>.ipynb`.
"""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import click

from autograder.classroom.archives import Member, Refusal, members
from autograder.classroom.intake import MAX_NAME, is_student
from autograder.course import Course, load_course
from autograder.errors import NotebookError
from autograder.text import one_line

__all__ = ["Collected", "collect", "command"]


@dataclass
class Collected:
    """What became of an archive: names of students, and sentences about what was refused."""

    new: list[str] = field(default_factory=list[str])
    replaced: list[str] = field(default_factory=list[str])
    unchanged: list[str] = field(default_factory=list[str])
    refused: list[str] = field(default_factory=list[str])
    other: int = 0


def collect(course: Course, lesson: str, source: Path, *, replace: bool = False) -> Collected:
    """Copy the notebooks of a folder, zip, tar or tar.gz into `submitted/`.

    Raises:
        UsageError: there is no such lesson, or the source is none of these.
    """
    limit = course.lesson(lesson).limits.notebook_bytes
    made = Collected()
    named = (member.path for member in _notebooks(members(source), Collected()))
    count = Counter(student_of(path, lesson) for path in named)
    for member in _notebooks(members(source), made):
        student = student_of(member.path, lesson)
        try:
            if not is_student(student):
                raise Refusal(
                    f"{one_line(member.path)}: a student is named with at most {MAX_NAME} letters, "
                    "digits and . _ - @ only: rename it"
                )
            if count[student] > 1:
                raise Refusal(f"{one_line(member.path)}: {student} has several: keep one")
            target = course.root / "submitted" / student / lesson / f"{lesson}.ipynb"
            getattr(made, _put(target, member.read(limit), replace=replace)).append(student)
        except (Refusal, NotebookError) as error:
            made.refused.append(str(error))
    return made


def student_of(path: PurePosixPath, lesson: str) -> str:
    """Return whose notebook it is; empty where the path does not say."""
    if path.stem != lesson:
        return path.stem
    folder = path.parent.parent if path.parent.name == lesson else path.parent
    return folder.name


def _notebooks(found: Iterable[Member | Refusal], made: Collected) -> Iterable[Member]:
    for member in found:
        if isinstance(member, Refusal):
            made.refused.append(str(member))
        elif member.path.suffix == ".ipynb" and "__MACOSX" not in member.path.parts:
            yield member
        else:
            made.other += 1


def _put(target: Path, data: bytes, *, replace: bool) -> str:
    """Write one submission, all of it or nothing; return what that did."""
    if target.is_symlink() or target.parent.is_symlink() or target.parent.parent.is_symlink():
        raise Refusal(f"{target} is a link: replace it by the file itself")
    exists = target.is_file()
    if exists and target.read_bytes() == data:
        return "unchanged"
    if exists and not replace:
        raise Refusal(f"{target} is there already and differs: --replace takes the new one")
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return "replaced" if exists else "new"


@click.command("collect")
@click.argument("lesson")
@click.argument("source", type=click.Path(path_type=Path, exists=True))
@click.option("--replace", is_flag=True, help="Replace what was handed in before and differs.")
def command(lesson: str, source: Path, replace: bool) -> None:
    """Copy the notebooks in SOURCE, a folder, zip, tar or tar.gz, into submitted/ for LESSON.

    They are called <student>.ipynb, or lie in a student's folder under the lesson's name. Nothing
    else is unpacked.

    Exit status: 0 all notebooks are there, 1 some were refused (the lines say why).
    """
    made = collect(load_course(), lesson, source, replace=replace)
    for line in made.refused:
        click.echo(f"refused: {one_line(line, 1_000)}")
    click.echo(
        f"{len(made.new)} new, {len(made.replaced)} replaced, {len(made.unchanged)} unchanged, "
        f"{len(made.refused)} refused; {made.other} other files left out"
    )
    click.get_current_context().exit(int(bool(made.refused)))
