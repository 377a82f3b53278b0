"""`workbook verify`: a thin command over `autograder.authoring.verify`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from autograder.authoring import matrix
from autograder.authoring.verify import Report, verify
from autograder.course import Course, load_course
from autograder.errors import LessonError

__all__ = ["command"]


@click.command("verify")
@click.argument("lessons", nargs=-1, metavar="[LESSON]...")
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help="Write a page, too.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list, one object a lesson.")
@click.option(
    "--generated/--no-generated",
    default=True,
    show_default=True,
    help="Also try up to 40 mutations made by machine an exercise: 20 s a lesson on two cores.",
)
@click.option(
    "--check", is_flag=True, help="Write nothing; signatures.json that is stale is a finding."
)
@click.option("--brief", is_flag=True, help="Print findings only, and a line for each lesson.")
@click.option("--jobs", type=click.IntRange(1), help="Notebooks graded at once.  [default: cores]")
def command(
    lessons: tuple[str, ...],
    html: Path | None,
    as_json: bool,
    generated: bool,
    check: bool,
    brief: bool,
    jobs: int | None,
) -> None:
    """Test the graders of lessons (all, or those named) with right and wrong answers.

    Right answers must earn everything; every mutant, a known mistake, must fail a test of its own
    exercise and of no other; every test must reject a mutant. Writes down what each mutant fails,
    by which feedback recognises it: autograder/mutants/LESSON/signatures.json.

    Exit status: 0 no finding, 1 findings, 2 no such lesson, 3 our own fault.
    """
    course = load_course()
    names = [course.lesson(name).name for name in lessons] or list(course.by_name)
    reports, broken = _verified(course, names, generated=generated, check=check, jobs=jobs)
    console = Console(highlight=False)
    if as_json:
        click.echo(matrix.as_json(reports))
    else:
        for report in reports:
            matrix.show(report, console, brief=brief)
    if html is not None:
        html.write_text(matrix.page(reports), encoding="utf-8")
    for error in broken:
        click.echo(f"Error: {' '.join(str(error).split())}", err=True)
    found = any(report.findings for report in reports)
    click.get_current_context().exit(1 if broken or found else 0)


def _verified(
    course: Course, names: Sequence[str], *, generated: bool, check: bool, jobs: int | None
) -> tuple[list[Report], list[LessonError]]:
    """Verify lesson after lesson behind a progress bar; one that is broken stops no other."""
    reports: list[Report] = []
    broken: list[LessonError] = []
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(
        *columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True
    ) as bar:
        for name in names:
            task = bar.add_task(name, total=None)

            def progress(done: int, of: int, task: object = task) -> None:
                bar.update(task, completed=done, total=of)  # pyright: ignore[reportArgumentType]

            try:
                report = verify(
                    course, name, generated=generated, check=check, jobs=jobs, progress=progress
                )
                reports.append(report)
            except LessonError as error:
                broken.append(error)
            bar.remove_task(task)
    return reports, broken
