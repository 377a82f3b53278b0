"""The student bundle: all that a student needs for some lessons, and nothing that gives them away.

The bundle is put together in memory and searched for every solution, hidden test, mutant and
alternative of the course. Then it is written beside its place and moved there at once. The same
input gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import click
from jinja2 import Environment, PackageLoader, StrictUndefined

from autograder import __version__
from autograder.authoring.exports import export_text, generated_from, library
from autograder.authoring.release import FILE_MODE, FOLDER_MODE, generate, read_tree
from autograder.course import Course, load_course
from autograder.errors import BuildError, LessonError, StaleBuildError, UsageError
from autograder.leaks import course_secrets, refuse_leaks
from autograder.lint.broken import refuse_broken
from autograder.notebook import LessonNotebook
from autograder.publishing.online import with_start
from autograder.publishing.seats import READER, SETTINGS, SETTINGS_NAME, lesson_table
from autograder.publishing.student_wheel import build_wheel, held_files, lacking, requirement_lines

__all__ = ["MANIFEST", "TO_WRITE", "command", "publish", "student_files", "unsearched_files"]

MANIFEST = "manifest.json"
TO_WRITE = "to write:"
"""Marks a text that an author still owes; `workbook new` writes it into its drafts."""
FRONT_END = ("ipykernel", "ipywidgets", "jupyterlab", "nbgrader")  # the last for *Validate*
Progress = Callable[[str], None]


def _quiet(_: str) -> None:
    """Report nothing."""


def publish(
    course: Course, lessons: Sequence[str], to: Path, *, progress: Progress = _quiet
) -> bool:
    """Write the bundle of the lessons to the folder `to`; return whether anything changed.

    An empty folder is filled, an older bundle replaced, any other folder refused.

    Raises:
        UsageError: there is no such lesson, or `to` holds other files.
        LessonError: a lesson is broken or not finished, or these lessons do not go together.
        StaleBuildError: a product does not match its source.
        LeakError: the bundle would give away a solution or a test; the message says where.
    """
    to = Path(os.path.abspath(to))
    present = _bundle_at(to)
    files = student_files(course, lessons, progress=progress)
    if present == files:
        return False
    progress(f"writing {to}")
    _write(to, files)
    return True


def student_files(
    course: Course, lessons: Sequence[str], *, progress: Progress = _quiet
) -> dict[str, bytes]:
    """Return the contents of the lessons' bundle by path; see `publish` for what is refused."""
    names = [
        name for name in course.by_name if name in {course.lesson(one).name for one in lessons}
    ]
    if not names:
        raise UsageError(
            f"name at least one lesson. Lessons: {', '.join(course.by_name) or 'none'}"
        )
    files, shipped = unsearched_files(course, names, progress=progress)
    progress("looking for solutions and tests in it")
    refuse_leaks(files, *course_secrets(course, shipped))
    for lesson in names:
        progress(f"{lesson}: comparing the release with its source")
        _refuse_unfinished(LessonNotebook.load(lesson, course.release(lesson)))
        if generate(course, lesson) != read_tree(course.release(lesson).parent):
            raise StaleBuildError(
                f"release/{lesson} does not match its source: run `workbook build {lesson}`"
            )
    _refuse_stale_modules(course, shipped)
    files[MANIFEST] = _manifest(course, names, files)
    return files


def unsearched_files(
    course: Course, names: Sequence[str], *, progress: Progress = _quiet
) -> tuple[dict[str, bytes], list[Path]]:
    """Return a bundle that nobody has searched yet, without its manifest.

    With it come the modules in it that lessons export: students have written these before.
    """
    for lesson in names:
        progress(f"{lesson}: reading")
        refuse_broken(course, lesson)
    released = {lesson: _release(course, lesson) for lesson in names}
    held = held_files(course, names)
    notebooks = {lesson: LessonNotebook.load(lesson, course.release(lesson)) for lesson in names}
    _refuse_missing(course, notebooks, held)
    progress("making the wheel of student_lib")
    files = _assemble(course, notebooks, released, held)
    return files, [path for path in held.values() if path.suffix == ".py" and generated_from(path)]


def _release(course: Course, lesson: str) -> dict[str, bytes]:
    files = read_tree(course.release(lesson).parent)
    if f"{lesson}.ipynb" not in files:
        raise StaleBuildError(f"lesson {lesson} has no release: run `workbook build {lesson}`")
    return files


def _refuse_missing(
    course: Course, notebooks: Mapping[str, LessonNotebook], held: Mapping[str, Path]
) -> None:
    """Every module of student_lib that is imported has to be in the library of the bundle."""
    code = [
        (lesson, f"lesson {lesson}, cell {cell.id!r}", cell.source)
        for lesson, notebook in notebooks.items()
        for cell in notebook.cells
        if cell.kind == "code"
    ]
    code += [
        ("", f"student_lib/{name}", path.read_text(encoding="utf-8"))
        for name, path in held.items()
        if name.endswith(".py")
    ]
    for lesson, place, source in code:
        for module, line in lacking(source, held, inside=not lesson):
            path = library(course) / f"{module}.py"
            owner = generated_from(path) if path.is_file() else None
            asked = f"lesson {owner} of this bundle asks students to write"
            raise LessonError(
                f"{place}, line {line}: imports student_lib.{module}, which "
                + (
                    f"{asked}: publish the two in bundles of their own, this one when the answers "
                    f"of {owner} may be known"
                    if owner in notebooks
                    else "no prerequisite exports: mend the import, or add the lesson that exports "
                    "it to `requires` in course_config.py"
                )
            )


def _refuse_unfinished(notebook: LessonNotebook) -> None:
    for cell in notebook.cells:
        for number, line in enumerate(cell.source.splitlines(), 1):
            if TO_WRITE in line:
                raise LessonError(
                    f"lesson {notebook.lesson}, cell {cell.id!r}, line {number}: a text that still "
                    f"says {TO_WRITE!r}: write it in the source and run "
                    f"`workbook build {notebook.lesson}`"
                )


def _refuse_stale_modules(course: Course, shipped: Sequence[Path]) -> None:
    for path in shipped:
        owner = generated_from(path)
        made = export_text(course, owner) if owner in course.by_name else None
        if made is None or made != (path, path.read_text(encoding="utf-8")):
            raise StaleBuildError(
                f"student_lib/{path.name} is not what {owner} exports: run `workbook build {owner}`"
            )


def _assemble(
    course: Course,
    notebooks: Mapping[str, LessonNotebook],
    released: Mapping[str, dict[str, bytes]],
    held: Mapping[str, Path],
) -> dict[str, bytes]:
    """Return all files of the bundle but the manifest."""
    made = {"lessons.json": lesson_table(course, list(notebooks))} if READER in held else {}
    wheel, data = build_wheel(course.title, held, made)
    files = {wheel: data, SETTINGS_NAME: SETTINGS}
    for lesson, contents in released.items():
        files |= {f"{lesson}/{name}": content for name, content in contents.items()}
        name = f"{lesson}/{lesson}.ipynb"
        files[name] = with_start(course, lesson, files[name], wheel)
    sources = {
        f"lesson {lesson}, cell {cell.id!r}": cell.source
        for lesson, notebook in notebooks.items()
        for cell in notebook.cells
        if cell.kind == "code"
    }
    lines = [f"./{wheel}", *requirement_lines(sources, FRONT_END)]
    files["requirements.txt"] = ("\n".join(lines) + "\n").encode()
    shown = [
        {"name": lesson, "title": _title(notebook), "more": len(released[lesson]) > 1}
        for lesson, notebook in notebooks.items()
    ]
    environment = Environment(
        loader=PackageLoader("autograder"), undefined=StrictUndefined, keep_trailing_newline=True
    )
    template = environment.get_template("students.md.j2")
    text = template.render(
        title=course.title,
        lessons=shown,
        wheel=wheel,
        online=course.published_at,
        seat=bool(made),
        unlock=course.unlock_solutions,
    )
    files["README.md"] = text.encode()
    return files


def _title(notebook: LessonNotebook) -> str:
    lines = notebook.cells[0].source.splitlines() if notebook.cells else []
    return lines[0].removeprefix("# ").strip() if lines else notebook.lesson


def _manifest(course: Course, lessons: Sequence[str], files: Mapping[str, bytes]) -> bytes:
    content = {
        "course": course.title,
        "lessons": list(lessons),
        "made_by": f"workbook {__version__}",
        "files": {
            name: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
            for name, data in sorted(files.items())
        },
    }
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()


def _bundle_at(folder: Path) -> dict[str, bytes]:
    """Return the bundle that the folder holds; {} where there is nothing.

    Raises UsageError when something else is there, which would be lost.
    """
    if not folder.exists() and not folder.is_symlink():
        return {}
    if folder.is_symlink() or not folder.is_dir():
        raise UsageError(f"{folder} is no folder: name another place by --to")
    present = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    known = dict(_recorded(present.get(MANIFEST, b"")))
    for name, data in present.items():
        if name != MANIFEST and known.get(name) != hashlib.sha256(data).hexdigest():
            raise UsageError(
                f"{folder} holds {name}, which is not as a bundle was published there: nothing was "
                "written. Name an empty folder, or one that does not exist, by --to"
            )
    return present


def _recorded(manifest: bytes) -> Iterator[tuple[str, str]]:
    """Yield paths and hashes of a manifest; nothing where it is none."""
    try:
        files: object = json.loads(manifest)["files"]
        for name, entry in cast("dict[str, Any]", files).items():
            yield name, str(entry["sha256"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return


def _write(to: Path, files: Mapping[str, bytes]) -> None:
    """Write all files to a new folder and move it to its place; an older bundle goes."""
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        new = Path(tempfile.mkdtemp(prefix=f".{to.name}.", dir=to.parent))
    except OSError as error:
        raise BuildError(f"{to.parent} cannot be written to: {error.strerror}") from None
    old = new.with_name(f"{new.name}.old")
    try:
        for name, data in files.items():
            path = new / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            path.chmod(FILE_MODE)
        for folder in (new, *(path for path in new.rglob("*") if path.is_dir())):
            folder.chmod(FOLDER_MODE)
        if to.exists():
            to.rename(old)
        new.rename(to)
    except OSError as error:
        if old.exists() and not to.exists():
            old.rename(to)
        raise BuildError(f"{to} cannot be written: {error.strerror}") from None
    finally:
        shutil.rmtree(new, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


@click.command("publish")
@click.argument("lessons", nargs=-1, required=True, metavar="LESSON...")
@click.option(
    "--to",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="The folder to write; a bundle that is there is replaced, other files never.",
)
def command(lessons: tuple[str, ...], to: Path) -> None:
    """Write what students get for the lessons: notebooks, library, requirements, README.

    Nothing is written when a solution, hidden test, mutant or alternative is found in it.

    Exit status: 0 done, 1 refused, 2 called wrongly.
    """
    from autograder.commands.progress import progress_line

    course = load_course()
    with progress_line() as progress:
        changed = publish(course, lessons, to, progress=progress)
    what = ", ".join(name for name in course.by_name if name in lessons)
    click.echo(f"{to}: {what}" if changed else f"{to} holds this bundle already.")
