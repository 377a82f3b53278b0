"""The graders that are measured, and the floor below them: the student's own compute."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import time
import venv
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from threading import Event, Thread

import nbformat

from autograder.bench.lesson import (
    TINY,
    hand_in,
    write_hidden_tests,
    write_otter_tests,
    write_source,
)
from autograder.course import Course
from autograder.errors import WorkbookError

__all__ = [
    "BenchError",
    "Cost",
    "NbgraderCourse",
    "Otter",
    "both_courses",
    "floor_seconds",
    "write_courses",
    "write_tiny",
]

BIN = Path(sys.executable).parent
OTTER = "otter-grader>=6,<8"
ROOT = "from pathlib import Path\n\nroot = str(Path(__file__).resolve().parent)\n"
COURSE = """
import os
import sys

from autograder.course import Course, Lesson

# nbgrader calls `alembic` by name
os.environ["PATH"] = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))

course = Course(lessons=(Lesson("1-1-1-tiny", preload=("matplotlib.pyplot",)),))
"""
FLOOR = """
import json, sys, time
import matplotlib.pyplot, numpy, torch
torch.set_num_threads(1)
cells = json.load(sys.stdin)
for _ in range(10):
    start, names = time.perf_counter(), {}
    for cell in cells:
        exec(compile(cell, "cell", "exec"), names)
    print(time.perf_counter() - start)
"""


class BenchError(WorkbookError):
    """A grader could not be measured."""


@dataclass(frozen=True)
class Cost:
    """Seconds of wall and of CPU."""

    wall: float
    cpu: float

    def __sub__(self, other: Cost) -> Cost:
        return Cost(self.wall - other.wall, self.cpu - other.cpu)

    def __truediv__(self, count: float) -> Cost:
        return Cost(self.wall / count, self.cpu / count)


def run(command: list[str], folder: Path, path: Path = BIN, stdin: str | None = None) -> str:
    """Run a command in a folder and return what it printed.

    Raises:
        BenchError: it failed; the message ends with its last lines.
    """
    paths = os.pathsep.join((str(path), str(BIN), os.environ["PATH"]))
    environment = {**os.environ, "PATH": paths, "WORKBOOK_STATIC": "1", "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        last = (done.stdout + done.stderr).strip()[-2000:]
        raise BenchError(f"`{' '.join(command)}` ended with status {done.returncode}:\n{last}")
    return done.stdout


def timed(command: list[str], folder: Path, path: Path = BIN) -> Cost:
    """Run a command and return what it cost."""
    before = spent()
    run(command, folder, path)
    return spent() - before


def spent() -> Cost:
    """Return the time, and for how long the processors of this machine have worked so far.

    The kernel does not tell a parent what its grandchildren took whose PID namespace was ended, and
    students' code runs in such. So the whole machine is counted, which has to be idle otherwise.
    """
    user, nice, system, _, _, irq, softirq = map(int, Path("/proc/stat").read_text().split()[1:8])
    busy = (user + nice + system + irq + softirq) / os.sysconf("SC_CLK_TCK")
    return Cost(time.perf_counter(), busy)


@contextmanager
def noted(folder: Path, *counts: int) -> Generator[list[Cost]]:
    """Note what has been spent when a folder holds so many entries, or at the end."""
    over, notes = Event(), list[Cost]()

    def look() -> None:
        for count in counts:
            while not over.wait(0.01) and (not folder.is_dir() or len(os.listdir(folder)) < count):
                pass
            notes.append(spent())

    thread = Thread(target=look)
    thread.start()
    try:
        yield notes
    finally:
        over.set()
        thread.join()


@dataclass(frozen=True)
class Run:
    """What a run over many submissions cost, and what each that came later added."""

    count: int
    whole: Cost
    more: Cost

    @property
    def start(self) -> float:
        """The wall of the run less that of all its submissions but one."""
        return self.whole.wall - (self.count - 1) * self.more.wall


@dataclass(frozen=True)
class NbgraderCourse:
    """A course folder in which `nbgrader autograde` is run: stock, or with our engine."""

    folder: Path
    lesson: str
    release: tuple[str, ...]
    options: tuple[str, ...] = ()

    def make(self) -> None:
        """Make what students get."""
        run([*self.release], self.folder)

    def grade(self, count: int) -> Cost:
        """Grade `count` fresh submissions in one run."""
        self._hand_in(count)
        return self._autograde()

    def measure(self, few: int, many: int) -> Run:
        """Grade `many` fresh submissions in one run, and tell those after the first `few` apart.

        nbgrader makes a student's folder when it begins to write the result, so what lies between
        the folders of two students is one whole submission.
        """
        self._hand_in(many)
        with noted(self.folder / "autograded", few, many) as notes:
            whole = self._autograde()
        first, last = notes
        return Run(many, whole, (last - first) / (many - few))

    def _hand_in(self, count: int) -> None:
        for name in ("autograded", ".workbook/results"):
            shutil.rmtree(self.folder / name, ignore_errors=True)
        hand_in(self.folder, self.lesson, count)

    def _autograde(self) -> Cost:
        command = [str(BIN / "nbgrader"), "autograde", self.lesson, "--create", *self.options]
        return timed(command, self.folder)


def both_courses(folder: Path, lesson: str) -> tuple[NbgraderCourse, NbgraderCourse]:
    """Return the two courses that `write_courses` writes: stock's and ours."""
    release = (str(BIN / "nbgrader"), "generate_assignment", lesson, "--create", "--force")
    build = (str(BIN / "workbook"), "build", lesson, "--no-execute")
    stock = NbgraderCourse(folder / "stock", lesson, release)
    return stock, NbgraderCourse(folder / "ours", lesson, build)


def write_courses(folder: Path, lesson: str, course: Course | None) -> None:
    """Write the same lesson as two courses. `course` is where a lesson lies."""
    ours, stock = folder / "ours", folder / "stock"
    if course is None:
        write_tiny(ours)
    else:
        _copy_course(ours, lesson, course)
    stock.mkdir()
    (stock / "nbgrader_config.py").write_text(
        f"{ROOT}c = get_config()\nc.CourseDirectory.root = root\n"
        "c.ExecutePreprocessor.timeout = 600\n"
    )
    shutil.copytree(ours / "student_lib", stock / "student_lib")
    shutil.copytree(ours / "source" / lesson, stock / "source" / lesson)


def write_tiny(folder: Path) -> None:
    """Write a course with the lesson that computes next to nothing."""
    write_source(folder)
    write_hidden_tests(folder / "autograder" / "hidden" / TINY)
    (folder / "student_lib").mkdir()
    (folder / "student_lib" / "__init__.py").touch()
    settings = "\n".join(
        f"c.{name} = {value!r}"
        for name, value in {
            "Autograde.exporter_class": "autograder.classroom.nbgrader_plugin.SubmissionExporter",
            "Autograde.sanitize_preprocessors": [],
            "Autograde.autograde_preprocessors": [
                "autograder.classroom.nbgrader_plugin.SandboxExecute",
                "autograder.classroom.nbgrader_plugin.SaveHiddenScores",
                "autograder.classroom.nbgrader_plugin.LatePenalties",
            ],
        }.items()
    )
    (folder / "course_config.py").write_text(
        f"{ROOT}{COURSE}\nc = get_config()\nc.CourseDirectory.root = root\n{settings}\n"
    )
    (folder / "nbgrader_config.py").write_text('load_subconfig("course_config.py")\n')


def _copy_course(folder: Path, lesson: str, course: Course) -> None:
    folder.mkdir()
    for name in ("course_config.py", "nbgrader_config.py"):
        shutil.copy(course.root / name, folder)
    parts = ["student_lib"]
    parts += [f"{part}/{lesson}" for part in ("source", "release")]
    parts += [f"autograder/{part}/{lesson}" for part in ("hidden", "mutants")]
    for part in parts:
        if (course.root / part).is_dir():
            shutil.copytree(course.root / part, folder / part)


@dataclass(frozen=True)
class Otter:
    """otter-grader in an environment of its own, with the packages of this one below it."""

    environment: Path
    folder: Path

    def install(self) -> None:
        """Install otter-grader unless it is there."""
        if self._command.is_file():
            return
        # pip is found in the environment below, where there is one
        venv.create(self.environment, clear=True, with_pip=find_spec("pip") is None)
        packages = Path(sysconfig.get_path("purelib", vars={"base": str(self.environment)}))
        (packages / "below.pth").write_text(sysconfig.get_path("purelib") + "\n")
        pip = [str(self.environment / "bin" / "python"), "-m", "pip", "--disable-pip-version-check"]
        run([*pip, "install", "--quiet", OTTER], self.environment)

    def prepare(self, *, tests: bool) -> None:
        """Make the autograder zip; without tests otter only runs the notebook."""
        (self.folder / "out").mkdir(parents=True)
        if tests:
            write_otter_tests(self.folder / "tests")
        else:
            (self.folder / "tests").mkdir()
        options = ["-t", "tests", "--no-environment", "--no-requirements", "-o", "autograder.zip"]
        run([str(self._command), "generate", *options], self.folder, self._bin)

    def grade(self, submission: Path) -> Cost:
        """Grade one submission."""
        command = [str(self._command), "run", "-a", "autograder.zip", "-o", "out", "--no-logo"]
        return timed([*command, str(submission)], self.folder, self._bin)

    @property
    def _bin(self) -> Path:
        return self.environment / "bin"

    @property
    def _command(self) -> Path:
        return self._bin / "otter"


def floor_seconds(notebook: Path) -> float:
    """Return the median seconds of a notebook's code cells in one warm process, nothing around."""
    import json

    cells = [
        cell.source
        for cell in nbformat.read(notebook, as_version=4).cells
        if cell.cell_type == "code" and "demo" not in cell.metadata.get("tags", [])
    ]
    code = [sys.executable, "-c", FLOOR]
    printed = run(code, notebook.parents[3], stdin=json.dumps(cells))
    return median(float(line) for line in printed.split()[-10:])
