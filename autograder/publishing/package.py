"""`workbook package`: one lesson's grader for Gradescope, or for any container.

The archive holds the course files of the lesson (hidden tests included: it is for instructors),
the workbook itself and its locked requirements. Each submission is graded by the same engine.
"""

from __future__ import annotations

from pathlib import Path

import click

from autograder import PACKAGE, TEMPLATES
from autograder.authoring.exports import generated_from
from autograder.authoring.stale import refuse_stale
from autograder.classroom.parcel import course_files, packed
from autograder.course import Course, load_course
from autograder.errors import UsageError

__all__ = ["command", "package_files"]

PROJECT = ("pyproject.toml", "README.md", "LICENSE")
PACKAGES = ("autograder", "student_lib")
LESSON_FOLDERS = ("hidden", "mutants", "alternatives")
TRUST = "--i-trust-these-submissions"


@click.command("package")
@click.argument("lesson")
@click.option(
    "--for",
    "target",
    type=click.Choice(["gradescope", "docker"]),
    default="gradescope",
    show_default=True,
    help="A zip for Gradescope's autograder, or the context of a Dockerfile.",
)
@click.option(
    "--to", type=click.Path(path_type=Path), help="Default: LESSON.zip or LESSON-docker/."
)
@click.option(
    TRUST,
    "trusted",
    is_flag=True,
    help="Grade even in a container that offers no walls (tier D).",
)
def command(lesson: str, target: str, to: Path | None, trusted: bool) -> None:
    """Write an autograder for LESSON that grades one submission at a time elsewhere.

    It holds the hidden tests: never hand it to students.

    Exit status: 0 written, 1 the lesson is stale or incomplete.
    """
    course = load_course()
    files = package_files(course, lesson, trusted=trusted)
    if target == "gradescope":
        path = to or Path(f"{lesson}.zip")
        path.write_bytes(packed(files))
    else:
        path = to or Path(f"{lesson}-docker")
        write_context(path, files, lesson)
    click.echo(str(path))


def package_files(course: Course, lesson: str, *, trusted: bool = False) -> dict[str, bytes]:
    """Return the package's files by name.

    Raises:
        StaleBuildError: the release does not match its source.
        UsageError: there is no such lesson, or the workbook's own sources are not at hand.
    """
    course.lesson(lesson)
    refuse_stale(course, lesson)
    files = {f"course/{name}": data for name, data in course_files(course, lesson).items()}
    files |= {f"workbook/{name}": data for name, data in workbook_files().items()}
    files["requirements.lock"] = files.pop("workbook/requirements.lock")
    for name in ("setup.sh", "run_autograder"):
        text = (TEMPLATES / "package" / name).read_text().replace("@LESSON@", lesson)
        files[name] = text.replace(" @OPTIONS@", f" {TRUST}" if trusted else "").encode()
    return files


def workbook_files() -> dict[str, bytes]:
    """Return the workbook's own sources: without lessons, their tests and what they export."""
    root = PACKAGE.parent
    lock = root / "requirements.lock"
    if not lock.is_file():
        raise UsageError(f"{root} is no clone of the workbook: `package` needs its {lock.name}")
    paths = [root / name for name in PROJECT] + [lock]
    for package in PACKAGES:
        paths += sorted((root / package).rglob("*"))
    skipped = [PACKAGE / name for name in LESSON_FOLDERS]
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in paths
        if path.is_file()
        and "__pycache__" not in path.parts
        and not any(path.is_relative_to(folder) for folder in skipped)
        and not (path.suffix == ".py" and generated_from(path))
    }


def write_context(folder: Path, files: dict[str, bytes], lesson: str) -> None:
    """Write the files and a Dockerfile; raise UsageError rather than write over something else."""
    if folder.exists() and any(folder.iterdir()) and not (folder / "Dockerfile").is_file():
        raise UsageError(f"{folder} holds other files: name an empty folder with --to")
    dockerfile = (TEMPLATES / "package" / "Dockerfile").read_text().replace("@LESSON@", lesson)
    for name, data in {**files, "Dockerfile": dockerfile.encode()}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        path.chmod(0o755 if data.startswith(b"#!") else 0o644)
