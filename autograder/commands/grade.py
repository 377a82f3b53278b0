"""`workbook grade LESSON`: grade a class and show who earned what."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import click
import msgspec
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as Bar
from rich.table import Table
from rich.text import Text

from autograder.classroom.class_report import ClassReport, Mark, Progress, Row
from autograder.classroom.grading import Order, grade_class
from autograder.commands.check import trust
from autograder.course import load_course

__all__ = ["command"]

PIPE_WIDTH = 160
STYLE = {"graded": "", "unchanged": "dim", "refused": "red", "failed": "red", "absent": "dim"}


@click.command("grade")
@click.argument("lesson")
@click.option(
    "--submitted",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Grade <student>/<lesson>/<lesson>.ipynb in this folder instead of submitted/. Results "
    "still go to the course's gradebook, autograded/ and feedback/.",
)
@click.option("--student", "students", default="*", metavar="GLOB", help="Only these students.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--force", is_flag=True, help="Grade again what is graded and unchanged.")
@click.option("--run-all", is_flag=True, help="Also run cells that only show something.")
@click.option("--jobs", type=click.IntRange(0), default=0, help="At once; 0: one for each core.")
@click.option(
    "--scheduler",
    default="",
    metavar="ADDRESS",
    help="Grade on the workers of this Dask scheduler, such as tcp://head:8786: see docs/scale.md.",
)
@click.option("--feedback/--no-feedback", default=False, help="Also write feedback pages.")
@trust
def command(
    lesson: str,
    submitted: Path | None,
    students: str,
    as_json: bool,
    force: bool,
    run_all: bool,
    jobs: int,
    feedback: bool,
    trusted: bool,
    scheduler: str,
) -> None:
    """Grade what a class handed in for LESSON, as `nbgrader autograde LESSON` does.

    A submission that was graded before is graded again only when it, the hidden tests, the lesson
    or the workbook have changed; whose points moved then, and why, is shown and kept
    (`workbook history`). Grades and comments that a person gave stay. Stopped or killed at any
    moment, the same command goes on from there.

    Exit status: 0 all graded, 1 a notebook was set aside (the table says why) or the gradebook or
    the disk failed, 3 a notebook could not be graded by our fault, 130 stopped by Ctrl-C.
    """
    order = Order(lesson, submitted, students, force, run_all, jobs, feedback, trusted, scheduler)
    course = load_course()
    with bar() as progress:
        report = grade_class(course, order, progress)
    if as_json:
        click.echo(msgspec.json.encode(report).decode())
    else:
        show(report)
    click.get_current_context().exit(report.exit_code)


class Rate(ProgressColumn):
    """Submissions a second."""

    def render(self, task: Task) -> Text:
        """Show the rate once it is known."""
        return Text(f"{task.speed:.1f}/s" if task.speed else "")


class RichProgress(Progress):
    """A progress bar with rate and remaining time, on the terminal's stderr."""

    def __init__(self, bar: Bar) -> None:
        self.bar = bar
        self.task = bar.add_task("starting", total=None)

    def walled(self, walls: str) -> None:
        """Show it above the bar."""
        self.bar.console.print(Text(walls, style="dim"))

    def begin(self, total: int) -> None:
        """Show how many there are."""
        self.bar.update(self.task, description="grading", total=total)

    def step(self, student: str) -> None:
        """Show one more."""
        self.bar.advance(self.task)

    def say(self, what: str) -> None:
        """Show something else."""
        self.bar.update(self.task, description=what, total=None)


@contextmanager
def bar() -> Generator[RichProgress]:
    """Yield a progress bar that is gone afterwards."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        Rate(),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=console, transient=True, disable=not console.is_terminal) as made:
        yield RichProgress(made)


def show(report: ClassReport) -> None:
    """Print the class as a table of students and exercises, and below it what is to be said."""
    rows = report.students
    names = list(dict.fromkeys(mark.id for row in rows for mark in row.exercises))
    table = Table(title=report.lesson, title_justify="left")
    table.add_column("student", no_wrap=True)
    for number, _ in enumerate(names, 1):
        table.add_column(str(number), justify="right", no_wrap=True)
    table.add_column("total", justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    for row in rows:
        marks = {mark.id: mark for mark in row.exercises}
        cells = [points(marks.get(name)) for name in names]
        status = "" if row.status == "graded" else row.status
        table.add_row(Text(row.student), *cells, total(row), status, style=STYLE[row.status])
    # a file or pipe has no width of its own: the whole table belongs there
    terminal = Console(highlight=False)
    console = terminal if terminal.is_terminal else Console(highlight=False, width=PIPE_WIDTH)
    console.print(table)
    legend = (f"{number} {name}" for number, name in enumerate(names, 1))
    console.print(Text(" · ".join(legend), style="dim"))
    for row in rows:
        for note in row.notes if row.status != "absent" else []:
            console.print(Text(f"{row.student}: {note}", style=STYLE[row.status] or "yellow"))
    for note in report.notes:
        console.print(Text(note, style="yellow"))
    if report.moved:
        console.print(Text("Points that moved, though the submission is the same:", style="bold"))
    for moved in report.moved:
        for change in moved.changes:
            console.print(Text(f"{moved.student}: {change}"))


def points(mark: Mark | None) -> str:
    """The points of an exercise; ? where a person has to give them."""
    if mark is None:
        return ""
    return "?" if mark.score is None else f"{mark.score:g}"


def total(row: Row) -> str:
    """The student's points of all points."""
    return "–" if row.score is None else f"{row.score:g} / {row.max_score:g}"
