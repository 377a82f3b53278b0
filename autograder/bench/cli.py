"""`workbook bench`: measure grading against stock nbgrader, otter-grader and the bare compute."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from statistics import median

import click
import msgspec
from rich.console import Console

from autograder import PACKAGE
from autograder.bench.lesson import TINY, hand_in
from autograder.bench.peers import Otter, both_courses, floor_seconds, write_courses
from autograder.bench.report import Figures, Measured, draw, table
from autograder.commands.progress import progress_line
from autograder.course import load_course
from autograder.engine.plans import hash_of

__all__ = ["command", "measure"]

PEERS = Path(".workbook") / "peers"
# submissions that a run begins with, and all of them, by --quick; ours begin with enough for all
# lanes to start, and the quick ones have one lane: to start another takes as long as they do
STOCK_COUNTS = {False: (1, 8), True: (1, 2)}
OUR_COUNTS = {False: (100, 300), True: (4, 44)}
ONE_LANE = ("--SubmissionExporter.jobs=1",)


@click.command("bench")
@click.option("--lesson", help="A lesson of the course; else one that computes next to nothing.")
@click.option("--quick", is_flag=True, help="One round of few submissions: about a minute.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--save", type=click.Path(path_type=Path), help="Also write JSON and a picture to this folder."
)
def command(lesson: str | None, quick: bool, as_json: bool, save: Path | None) -> None:
    """Measure what grading one more submission costs, against what you could use instead.

    All grade the same right notebooks on this machine, one after the other, in one run. The first
    submissions of each are told apart from the later ones, and so is what is paid once a run.
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
    progress("making the courses, and installing otter-grader where it is not")
    otter = Otter(PEERS.resolve(), folder / "otter")
    if lesson is None:
        make_once(folder, otter)
    else:
        make(folder, lesson, otter)
    stock, ours = both_courses(folder, name)
    ours = replace(ours, options=ONE_LANE if quick else ())
    ways = {ours: OUR_COUNTS[quick], stock: STOCK_COUNTS[quick]}
    made = {way: Measured([], []) for way in ways}
    for number in range(1 if quick else 3):
        for way, (few, many) in ways.items():
            progress(f"round {number + 1}: {way.folder.name}")
            made[way].add(way.measure(few, many))
    progress("otter-grader")
    submissions = hand_in(stock.folder, name, 1 if quick else 5)
    costs = [otter.grade(path) for path in submissions]
    apart = Measured([median(cost.wall for cost in costs)], costs)
    counts = {"nbgrader": ways[stock][1], "otter": len(costs), "ours": ways[ours][1]}
    floor = floor_seconds(submissions[0])
    return Figures.of(name, counts, made[stock], apart, made[ours], floor)


def make(folder: Path, lesson: str | None, otter: Otter) -> None:
    """Make the courses, otter's zip, and what is made once for a course. Nothing is measured."""
    name = lesson or TINY
    write_courses(folder, name, None if lesson is None else load_course())
    stock, ours = both_courses(folder, name)

    def peers() -> None:
        otter.install()
        stock.make()
        otter.prepare(tests=lesson is None)

    with ThreadPoolExecutor() as pool:
        made_peers = pool.submit(peers)
        ours.make()
        ours.grade(1)  # matplotlib's fonts, the gradebook
        made_peers.result()


def make_once(folder: Path, otter: Otter) -> None:
    """Make the small lesson's courses, or take those of the last time while nothing has changed."""
    versions = "-".join(version(name) for name in ("nbgrader", "torch"))
    key = hash_of(PACKAGE.rglob("*.py"))[:8]
    kept = PEERS.parent.resolve() / f"bench-{versions}-{key}"
    if kept.is_dir():
        otter.install()
        shutil.copytree(kept, folder, dirs_exist_ok=True)
        return
    make(folder, None, otter)
    for old in kept.parent.glob("bench-*"):
        shutil.rmtree(old)
    new = kept.with_name(f"bench-new-{os.getpid()}")
    shutil.copytree(folder, new)
    new.rename(kept)
