"""`workbook demo`: build the course, grade the example class, write feedback, say where all lies.

The demo has a course folder of its own, `demo/`, so that no gradebook of a real class is touched.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
import warnings
from pathlib import Path

import click

from autograder.commands.grade import bar, show
from autograder.course import Course, load_course
from autograder.errors import UsageError

__all__ = ["command", "make_folder"]

LESSON = "3-1-1-matmul"
COPIED = ("course_config.py", "nbgrader_config.py")
LINKED = ("release", "solutions", "student_lib", "autograder")
MADE_BY_DEMO = ".workbook-demo"


@click.command("demo")
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for the demo's gradebook and pages, made anew. Default: demo/ of the course.",
)
def command(folder: Path | None) -> None:
    """Build all lessons, grade the class of examples/, and write feedback for each student.

    Exit status: 0 done, 1 a lesson is broken or the machine cannot grade.
    """
    from autograder.authoring import build as building
    from autograder.classroom.grading import Order, grade_class

    course = load_course()
    examples = course.root / "examples" / "submitted"
    if not examples.is_dir():
        raise UsageError(f"{examples} is missing: run `python scripts/make_examples.py`")
    start = time.monotonic()
    demo = make_folder(course, (folder or course.root / "demo").resolve())
    click.echo("Building release/, solutions/ and student_lib/ from source/ …")
    changed = building.build(course)
    click.echo(f"  {len(changed)} files written." if changed else "  Everything is up to date.")
    click.echo(f"Grading the class in {examples.relative_to(course.root)} …")
    graded = time.monotonic()
    with bar() as progress, warnings.catch_warnings():
        warnings.filterwarnings("ignore", module=r"nbgrader|sqlalchemy")
        report = grade_class(demo, Order(LESSON, examples, fresh=True, feedback=True), progress)
    seconds = time.monotonic() - graded
    show(report)
    count = len(report.students)
    click.echo(
        f"\n{count} submissions in {seconds:.1f} s, start and feedback included; "
        f"walls: tier {report.tier}. The demo took {time.monotonic() - start:.0f} s in all."
    )
    export(demo.root)
    tell(demo.root)
    if report.exit_code == 3:
        sys.exit(3)


def make_folder(course: Course, folder: Path) -> Course:
    """Make a course folder that shares the lessons of `course` and has a gradebook of its own.

    Raises UsageError when `folder` exists and was not made by an earlier demo.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / MADE_BY_DEMO).exists():
        raise UsageError(f"{folder} holds something else: name an empty folder with --to")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / MADE_BY_DEMO).touch()
    for name in COPIED:
        shutil.copy(course.root / name, folder / name)
    for name in LINKED:
        if (course.root / name).exists():
            (folder / name).symlink_to(course.root / name)
    return load_course(folder)


def export(folder: Path) -> None:
    """Write grades.csv with nbgrader's own export."""
    nbgrader = Path(sys.executable).parent / "nbgrader"
    done = subprocess.run(
        [str(nbgrader), "export"], cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode:
        click.echo(f"nbgrader export failed: {done.stderr.strip().splitlines()[-1]}", err=True)


def tell(folder: Path) -> None:
    """Say where everything lies and what to look at next."""
    places = {
        "feedback pages": f"{folder}/feedback/<student>/{LESSON}/{LESSON}.html",
        "graded notebooks": f"{folder}/autograded/<student>/{LESSON}/",
        "gradebook": f"{folder}/gradebook.db",
        "grades as a table": f"{folder}/grades.csv",
        "the lesson, solved": f"{folder}/solutions/{LESSON}/{LESSON}.ipynb",
        "formgrader": f"cd {folder} && ../.venv/bin/jupyter lab, then Nbgrader → Formgrader",
    }
    for name, place in places.items():
        click.echo(f"{name + ':':20}{place}")
