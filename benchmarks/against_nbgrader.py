"""Time `nbgrader autograde` with the workbook's engine against stock nbgrader, in one run.

Both grade the same submissions in folders of their own, one after the other: once a single one and
once all, so that the difference gives the cost of one more submission without the start. Run it on
an idle machine: `python benchmarks/against_nbgrader.py --submissions 20 --lesson 3-1-1-matmul`.
Without `--lesson` the notebook imports torch and matplotlib and computes next to nothing.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import click
import nbformat
from nbformat import NotebookNode

ROOT = Path(__file__).resolve().parent.parent
TINY = "1-1-1-tiny"
NBGRADER = str(Path(sys.executable).parent / "nbgrader")
EXERCISES = ("double", "add", "mean", "outer")
ANSWERS = {
    "double": "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION",
    "add": "def add(a, b):\n    ### BEGIN SOLUTION\n    return a + b\n    ### END SOLUTION",
    "mean": "def mean(x):\n    ### BEGIN SOLUTION\n    return x.mean()\n    ### END SOLUTION",
    "outer": "def outer(a, b):\n    ### BEGIN SOLUTION\n    return a[:, None] * b\n"
    "    ### END SOLUTION",
}
HIDDEN = """import torch

from autograder.testing import assert_close, exercise


@exercise("double", points=1)
def test_double(student):
    "Doubles."
    assert_close(student.double(torch.ones(3)), torch.full((3,), 2.0))


@exercise("add", points=1)
def test_add(student):
    "Adds."
    assert_close(student.add(torch.ones(3), torch.ones(3)), torch.full((3,), 2.0))


@exercise("mean", points=1)
def test_mean(student):
    "Averages."
    assert_close(student.mean(torch.arange(3.0)), torch.tensor(1.0))


@exercise("outer", points=1)
def test_outer(student):
    "Multiplies each with each."
    assert_close(student.outer(torch.ones(2), torch.ones(3)), torch.ones(2, 3))
"""
COURSE = """
lessons = (Lesson("1-1-1-tiny", preload=("matplotlib.pyplot",)),)
course = Course(lessons=lessons)
"""


@dataclass(frozen=True)
class Cost:
    """Seconds for each submission: `more_*` is what one more costs, the start left out."""

    wall: float
    cpu: float
    more_wall: float
    more_cpu: float


def tiny_notebook() -> NotebookNode:
    """Return a lesson that computes next to nothing."""
    cells = [_cell("import matplotlib.pyplot as plt\nimport torch", "imports", locked=True)]
    for name in EXERCISES:
        cells.append(_cell(ANSWERS[name], name, solution=True))
        check = f"assert callable({name}), 'define {name}'"
        cells.append(_cell(check, f"{name}-check", grade=True, locked=True, points=1))
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})


def _cell(source: str, id: str, **marks: object) -> NotebookNode:
    cell = nbformat.v4.new_code_cell(source, id=id)
    plain = {"grade": False, "solution": False, "locked": False, "task": False}
    cell.metadata["nbgrader"] = {**plain, "schema_version": 3, "grade_id": id, **marks}
    return cell


def make_course(folder: Path, lesson: str) -> None:
    """Write the course that our engine grades: the project's own, or one with the tiny lesson."""
    folder.mkdir()
    for name in ("course_config.py", "nbgrader_config.py"):
        shutil.copy(ROOT / name, folder)
    shutil.copytree(ROOT / "student_lib", folder / "student_lib")
    if lesson == TINY:
        config = (folder / "course_config.py").read_text()
        (folder / "course_config.py").write_text(config + COURSE)
        (folder / "source" / TINY).mkdir(parents=True)
        nbformat.write(tiny_notebook(), folder / "source" / TINY / f"{TINY}.ipynb")
        (folder / "autograder" / "hidden" / TINY).mkdir(parents=True)
        (folder / "autograder" / "hidden" / TINY / "test_tiny.py").write_text(HIDDEN)
    else:
        for part in ("source", "autograder/hidden", "autograder/mutants", "release"):
            if (ROOT / part / lesson).is_dir():
                shutil.copytree(ROOT / part / lesson, folder / part / lesson)
    workbook = str(Path(sys.executable).parent / "workbook")
    run([workbook, "build", lesson, "--no-execute"], folder)


def make_stock(folder: Path, lesson: str, source: Path) -> None:
    """Write the same lesson as a course that stock nbgrader grades."""
    folder.mkdir()
    (folder / "nbgrader_config.py").write_text(
        f"c = get_config()\nc.CourseDirectory.root = {str(folder)!r}\n"
        "c.ExecutePreprocessor.timeout = 600\n"
    )
    shutil.copytree(ROOT / "student_lib", folder / "student_lib")
    shutil.copytree(source / "source" / lesson, folder / "source" / lesson)
    run([NBGRADER, "generate_assignment", lesson, "--create", "--force"], folder)


def hand_in(folder: Path, lesson: str, count: int) -> None:
    """Let `count` students hand in the source notebook, which holds the right answers.

    Each is a little different: the engine would grade equal ones only once.
    """
    shutil.rmtree(folder / "submitted", ignore_errors=True)
    for number in range(count):
        target = folder / "submitted" / f"student-{number:04d}" / lesson
        shutil.copytree(folder / "source" / lesson, target)
        path = target / f"{lesson}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        answers = [c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("solution")]
        answers[-1].source += f"\n# written by number {number}"
        nbformat.write(notebook, path)


def run(command: list[str], folder: Path) -> None:
    """Run a command in a course folder; raise with its output when it fails."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    environment = {**os.environ, "PATH": path, "WORKBOOK_STATIC": "1"}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise click.ClickException(f"{' '.join(command)} failed:\n{done.stdout}\n{done.stderr}")


def timed(folder: Path, lesson: str, count: int) -> tuple[float, float]:
    """Return wall and CPU seconds of `nbgrader autograde` on `count` fresh submissions."""
    for name in ("autograded", ".workbook/results"):
        shutil.rmtree(folder / name, ignore_errors=True)
    hand_in(folder, lesson, count)
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    run([NBGRADER, "autograde", lesson, "--create"], folder)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - start, cpu


def cost(folder: Path, lesson: str, count: int) -> Cost:
    """Return what a submission costs, from one run with one and one run with `count` of them.

    A run before them makes what is made once for a course: the gradebook, matplotlib's fonts.
    """
    timed(folder, lesson, 1)
    one_wall, one_cpu = timed(folder, lesson, 1)
    wall, cpu = timed(folder, lesson, count)
    more = max(count - 1, 1)
    return Cost(wall / count, cpu / count, (wall - one_wall) / more, (cpu - one_cpu) / more)


@click.command(help=__doc__)
@click.option("--lesson", default=TINY, show_default=True)
@click.option("--submissions", default=20, show_default=True, type=click.IntRange(2))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def main(lesson: str, submissions: int, as_json: bool) -> None:
    """Measure both and print a table, or JSON."""
    with tempfile.TemporaryDirectory() as temporary:
        ours_folder, stock_folder = Path(temporary) / "ours", Path(temporary) / "stock"
        make_course(ours_folder, lesson)
        make_stock(stock_folder, lesson, ours_folder)
        ours = cost(ours_folder, lesson, submissions)
        stock = cost(stock_folder, lesson, submissions)
    report = {
        "date": datetime.now(UTC).date().isoformat(),
        "hardware": f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}",
        "lesson": lesson,
        "submissions": submissions,
        "ours": asdict(ours),
        "stock": asdict(stock),
        "ratio_wall": stock.wall / ours.wall,
        "ratio_more_wall": stock.more_wall / ours.more_wall,
    }
    if as_json:
        click.echo(json.dumps(report, indent=1))
        return
    click.echo(f"{lesson}, {submissions} submissions, seconds for each")
    for name, one in (("stock nbgrader", stock), ("ours", ours)):
        click.echo(
            f"{name:15} wall {one.wall:7.3f}  cpu {one.cpu:7.3f}   without the start: "
            f"wall {one.more_wall:7.3f}  cpu {one.more_cpu:7.3f}"
        )
    click.echo(f"{report['ratio_wall']:.1f} times less wall time, start included;")
    click.echo(f"{report['ratio_more_wall']:.1f} times less for each further submission")


if __name__ == "__main__":
    main()
