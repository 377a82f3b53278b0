"""`workbook build`: make what comes from the sources, or say what is stale."""

from __future__ import annotations

import sys

import click

from autograder.authoring import build as building
from autograder.authoring import solutions_index
from autograder.commands.progress import progress_line
from autograder.course import Course, load_course

__all__ = ["command"]


@click.command("build")
@click.argument("lessons", nargs=-1, metavar="[LESSON]...")
@click.option("--check", "only_check", is_flag=True, help="Say what is stale; write nothing.")
@click.option("--no-execute", is_flag=True, help="Leave solutions/ as it is.")
@click.option("--force", is_flag=True, help="Execute notebooks even when nothing has changed.")
@click.option("--gradebook", is_flag=True, help="Also tell nbgrader's gradebook of the lessons.")
def command(
    lessons: tuple[str, ...], only_check: bool, no_execute: bool, force: bool, gradebook: bool
) -> None:
    """Make release/, solutions/ and student_lib/ from source/ (all lessons, or those named).

    Exit status: 0 done or up to date, 1 a lesson is broken, or stale under --check.
    """
    course = load_course()
    with progress_line() as progress:
        if only_check:
            lines = findings(course, lessons)
        else:
            changed = building.build(
                course,
                lessons,
                execute=not no_execute,
                force=force,
                gradebook=gradebook,
                progress=progress,
            )
            changed += solutions_index.write(course)
            lines = [str(path.relative_to(course.root)) for path in changed]
    click.echo("\n".join(lines) if lines else "All products match their sources.")
    if only_check and lines:
        sys.exit(1)


def findings(course: Course, lessons: tuple[str, ...]) -> list[str]:
    """Say what is stale of the lessons, or of all, and in the index of solutions/."""
    names = [course.lesson(name).name for name in lessons] or list(course.by_name)
    found = [line for name in names for line in building.check(course, name)]
    return found or solutions_index.check(course)
