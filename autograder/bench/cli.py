"""`workbook bench`: measure grading against stock nbgrader, otter-grader and the bare compute."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median

import click
import msgspec
from rich.console import Console

from autograder.bench.lesson import TINY, hand_in
from autograder.bench.peers import NbgraderCourse, Otter, floor_seconds, make_courses
from autograder.bench.report import Figures, Measured, draw, table
from autograder.commands.progress import progress_line
from autograder.course import load_course

__all__ = ["command", "measure"]

PEERS = Path(".workbook") / "peers"


@click.command("bench")
@click.option("--lesson", help="A lesson of the course; else one that computes next to nothing.")
@click.option("--quick", is_flag=True, help="One round of few submissions: under a minute.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--save", type=click.Path(path_type=Path), help="Also write JSON and a picture to this folder."
)
def command(lesson: str | None, quick: bool, as_json: bool, save: Path | None) -> None:
    """Measure what grading one more submission costs, against what you could use instead.

    All grade the same right notebooks on this machine, one after the other, in one run. Runs with
    one and with many submissions are compared, so that what is paid once a run is told apart.
    otter-grader is installed into .workbook/peers. Keep the machine idle meanwhile.

    Exit status: 0 measured, 1 one of them failed.
    """
    with progress_line() as progress, tempfile.TemporaryDirectory(prefix="bench-") as folder:
        figures = measure(Path(folder), lesson, quick=quick, progress=progress)
    if save is not None:
        save.mkdir(parents=True, exist_ok=True)
        stem = save / f"bench-{figures.lesson}-{figures.date}"
        stem.with_suffix(".json").write_bytes(
            msgspec.json.format(msgspec.json.encode(figures), indent=1) + b"\n"
        )
        draw(figures, stem.with_suffix(".svg"))
    if as_json:
        click.echo(msgspec.json.encode(figures).decode())
    else:
        Console().print(table(figures))


def measure(
    folder: Path,
    lesson: str | None,
    *,
    quick: bool,
    progress: Callable[[str], object] = lambda _: None,
) -> Figures:
    """Measure in an empty folder; `lesson` None is the lesson that computes next to nothing.

    Raises:
        BenchError: one of the graders failed.
    """
    name = lesson or TINY
    progress("installing otter-grader")
    otter = Otter(PEERS.resolve(), folder / "otter")
    otter.install()
    progress("making the courses")
    stock, ours = make_courses(folder, name, None if lesson is None else load_course())
    otter.prepare(tests=lesson is None)
    rounds = 1 if quick else 3
    counts = {
        "nbgrader": 4 if quick else 8,
        "otter": 2 if quick else 5,
        "ours": 25 if quick else 50,
    }
    ours.grade(1)  # what is made once for a course: matplotlib's fonts, the gradebook
    if not quick:
        stock.grade(1)
    made: dict[NbgraderCourse, Measured] = {ours: Measured([], []), stock: Measured([], [])}
    for number in range(rounds):
        for course, count in ((ours, counts["ours"]), (stock, counts["nbgrader"])):
            progress(f"round {number + 1} of {rounds}: {course.folder.name}")
            one, many = course.grade(1), course.grade(count)
            made[course].start.append(one.wall)
            made[course].more.append((many - one) / (count - 1))
    progress("otter-grader")
    submissions = hand_in(stock.folder, name, counts["otter"])
    costs = [otter.grade(path) for path in submissions]
    starts = [median(cost.wall for cost in costs)]
    floor = floor_seconds(submissions[0])
    return Figures.of(name, counts, made[stock], Measured(starts, costs), made[ours], floor)
