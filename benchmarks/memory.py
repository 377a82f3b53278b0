"""Grade 10,000 small submissions and note the memory of controller, graders and launchers.

Every submission is another one (none is graded twice), in plain Python, so that what is seen is
the workbook's own. Memory must not depend on how many there are: a controller that kept its
results would grow by some kilobytes with each.

    python benchmarks/memory.py --folder /tmp/class    # go on there, if it was interrupted
"""

from __future__ import annotations

import json
import os
import platform
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import psutil

from autograder.authoring.build import build
from autograder.bench.lesson import TINY
from autograder.bench.peers import write_tiny
from autograder.classroom.class_report import Progress
from autograder.classroom.grading import Order, grade_class
from autograder.course import load_course
from autograder.errors import Interrupted

ROOT = Path(__file__).resolve().parent.parent
MARKS = (100, 500, 1_000, 2_000, 3_000, 4_000, 5_000, 6_000, 7_000, 8_000, 9_000, 10_000)
HIDDEN = """
from autograder.testing import exercise


@exercise("double", points=1)
def test_doubles(student):
    "Doubles."
    assert student.double(4) == 8
"""
PARTS = {"graders": "autograder.engine.grader", "launchers": "autograder.engine.launcher"}
MEGA = 2**20


def make_course(folder: Path) -> None:
    """Write a course with one exercise, built; leave the one that is there."""
    if (folder / "release").is_dir():
        return
    write_tiny(folder)
    source = folder / "source" / TINY / f"{TINY}.ipynb"
    notebook = json.loads(source.read_text())
    kept = ("double", "double-check")
    notebook["cells"] = [cell for cell in notebook["cells"] if cell["id"] in kept]
    source.write_text(json.dumps(notebook))
    (folder / "autograder" / "hidden" / TINY / "test_tiny.py").write_text(HIDDEN)
    build(load_course(folder), execute=False)


def hand_in(folder: Path, count: int) -> None:
    """Let `count` students hand in an answer of their own."""
    text = (folder / "release" / TINY / f"{TINY}.ipynb").read_text()
    notebook = json.loads(text)
    (answer,) = [cell for cell in notebook["cells"] if cell["id"] == "double"]
    for number in range(count):
        path = folder / "submitted" / f"s{number:05}" / TINY / f"{TINY}.ipynb"
        if not path.is_file():
            answer["source"] = f"def double(x):\n    return x + x  # {number}"
            path.parent.mkdir(parents=True)
            path.write_text(json.dumps(notebook))


def anonymous(process: psutil.Process) -> float:
    """Return the megabytes of resident memory that are no file's."""
    info = process.memory_info()
    return (info.rss - info.shared) / MEGA


def memory() -> dict[str, float]:
    """Return the megabytes that each part holds, of one process of each kind the most.

    Anonymous memory, what a process wrote: pages of files are left out, pages that a fork shares
    with its parent are not, or a launcher would shrink while a worker of its runs.
    """
    me = psutil.Process()
    found = {"controller": anonymous(me)} | dict.fromkeys(PARTS, 0.0)
    for child in me.children(recursive=True):
        try:
            command = " ".join(child.cmdline())
            held = anonymous(child)
        except psutil.Error:  # a worker that has just ended
            continue
        for part, word in PARTS.items():
            if word in command and "bwrap" not in command:
                found[part] = max(found[part], held)
    return {part: round(value, 1) for part, value in found.items()}


@dataclass
class Samples(Progress):
    """Notes the memory at certain numbers of graded submissions, and ends the run in time."""

    already: int
    seconds: float
    start: float = field(default_factory=time.monotonic)
    done: int = 0
    taken: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    def step(self, student: str) -> None:
        """Count one; look at the memory where it is due."""
        self.done += 1
        late = time.monotonic() - self.start > self.seconds
        if self.done in MARKS or self.already + self.done in MARKS or late:
            graded = {"graded": self.already + self.done, "in_this_run": self.done}
            seconds = {"controller_cpu_seconds": round(sum(psutil.Process().cpu_times()[:2]), 1)}
            self.taken.append({**graded, **memory(), **seconds})
            click.echo(json.dumps(self.taken[-1]))
        if late:
            raise KeyboardInterrupt


def graded_before(folder: Path) -> int:
    """Return how many have a grade already."""
    return len(list(folder.glob(f"autograded/*/{TINY}/{TINY}.ipynb")))


@contextmanager
def room(folder: Path | None) -> Iterator[Path]:
    """Yield a folder for the class: the named one, which stays, else one for this run."""
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="workbook-") as made:
        yield Path(made)


@click.command()
@click.option("--count", default=10_000, show_default=True)
@click.option("--folder", type=click.Path(path_type=Path), help="Keep the class here.")
@click.option("--seconds", default=1e9, help="Stop after so long; the same command goes on.")
@click.option(
    "--save",
    type=click.Path(path_type=Path, file_okay=False),
    default=ROOT / "benchmarks" / "results",
    help="The folder for the JSON.",
)
def main(count: int, folder: Path | None, seconds: float, save: Path) -> None:
    """Grade, and write the samples of all runs so far as JSON."""
    with room(folder) as place:
        course = place / "course"
        make_course(course)
        hand_in(course, count)
        samples = Samples(graded_before(course), seconds)
        try:
            grade_class(load_course(course), Order(TINY), samples)
        except Interrupted as stopped:
            click.echo(str(stopped))
        finally:
            kept = place / "samples.json"
            runs = json.loads(kept.read_text()) if kept.is_file() else []
            if samples.taken:
                seconds_taken = round(time.monotonic() - samples.start)
                runs.append({"seconds": seconds_taken, "samples": samples.taken})
            kept.write_text(json.dumps(runs))
            write(runs, count, save)


def write(runs: list[dict[str, Any]], count: int, folder: Path) -> None:
    """Write what was measured, with date and hardware."""
    today = datetime.now(UTC).date().isoformat()
    graded = max((run["samples"][-1]["graded"] for run in runs), default=0)
    found = {
        "date": today,
        "hardware": f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}",
        "class": count,
        "graded": graded,
        "unit": "MB",
        "runs": runs,
    }
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"memory-{today}.json"
    path.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
