"""The course as `course_config.py` describes it: lessons in order, prerequisites, limits.

The file is read twice by two readers: nbgrader loads it for its settings (`c = get_config()`), and
`load_course` takes the variable `course` out of it. So order and limits stand in one place only.
"""

from __future__ import annotations

import re
import runpy
import traceback
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path

from traitlets.config import Config

from autograder.dates import moment, zone
from autograder.errors import ConfigError, UsageError

__all__ = ["GITHUB_FOLDER", "Course", "Lesson", "Limits", "find_root", "load_course"]

CONFIG_NAME = "course_config.py"
GITHUB_FOLDER = re.compile(r"https://github\.com/([\w.-]+/[\w.-]+)/tree/([\w.-]+)((?:/[\w.-]+)*)")
LESSON_NAME = re.compile(r"\d+-\d+-\d+-[a-z0-9]+(-[a-z0-9]+)*")
MIB = 1024**2


@dataclass(frozen=True)
class Limits:
    """What one submission may use.

    cell_seconds      wall clock for one cell
    call_seconds      wall clock for one call of a hidden test
    notebook_seconds  wall clock for all cells together
    cpu_seconds       processor time of one process: what runs the cells, or a hidden test
    memory_bytes      memory of all processes together, files included
    processes         processes and threads at the same time
    open_files        files open at the same time in one process
    tmp_bytes         files written to /tmp and the home folder, bytes together
    tmp_inodes        the same, files and folders together
    output_bytes      what one cell prints and shows; the rest is cut off
    output_count      the same, in pieces
    notebook_bytes    the submitted file; a larger one is refused unread
    """

    cell_seconds: float = 20.0
    call_seconds: float = 10.0
    notebook_seconds: float = 60.0
    cpu_seconds: float = 60.0
    memory_bytes: int = 2048 * MIB
    processes: int = 64
    open_files: int = 256
    tmp_bytes: int = 256 * MIB
    tmp_inodes: int = 4096
    output_bytes: int = 1 * MIB
    output_count: int = 200
    notebook_bytes: int = 10 * MIB

    def __post_init__(self) -> None:
        for name, value in vars(self).items():
            if not value > 0:
                raise ConfigError(f"{CONFIG_NAME}: limit {name} must be positive, not {value!r}")


@dataclass(frozen=True)
class Lesson:
    """One lesson: its name, the lessons whose exports it may import, what a launcher preloads.

    `opens` and `due` read "2026-10-12 23:59", in the course's time zone. nbgrader knows from `due`
    who is late; both stand in the calendar. A lesson with neither has no deadline.
    """

    name: str
    requires: tuple[str, ...] = ()
    preload: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
    opens: str = ""
    due: str = ""

    def __post_init__(self) -> None:
        if not LESSON_NAME.fullmatch(self.name):
            raise ConfigError(
                f"{CONFIG_NAME}: lesson name {self.name!r} must read "
                "{series}-{module}-{lesson}-{slug}, such as 3-1-1-matmul"
            )


@dataclass(frozen=True)
class Course:
    """Lessons in teaching order. Raises ConfigError on an unknown or circular prerequisite.

    `trust_submissions` has submissions graded where the host offers no walls at all (tier D): they
    can then read hidden tests, change grades and do whatever the user can who grades them.

    `published_at` is the folder on GitHub to which the course uploads its bundle, as
    https://github.com/OWNER/REPOSITORY/tree/BRANCH/FOLDER; notebooks of the bundle then start on
    Colab and Kaggle. `unlock_solutions` puts the solution of each exercise into the bundle, to be
    shown once its visible check has passed. It is packed, not locked: who looks for it finds it.

    `timezone` is the one that lessons' dates are written in, such as Europe/Zurich.
    """

    lessons: tuple[Lesson, ...]
    title: str = "workbook"
    root: Path = Path()
    trust_submissions: bool = False
    published_at: str = ""
    unlock_solutions: bool = False
    timezone: str = "UTC"

    def __post_init__(self) -> None:
        if self.published_at and not GITHUB_FOLDER.fullmatch(self.published_at):
            raise ConfigError(
                f"{CONFIG_NAME}: published_at must read https://github.com/OWNER/REPOSITORY/tree/"
                f"BRANCH, or with /FOLDER behind it, not {self.published_at!r}"
            )
        if len(self.by_name) != len(self.lessons):
            raise ConfigError(f"{CONFIG_NAME}: two lessons have the same name")
        for lesson in self.lessons:
            for name in lesson.requires:
                if name not in self.by_name:
                    raise ConfigError(
                        f"{CONFIG_NAME}: {lesson.name} requires {name!r}, which is no lesson. "
                        f"Lessons: {', '.join(self.by_name)}"
                    )
        for lesson in self.lessons:
            self._walk(lesson.name, ())
        self._check_dates()

    def _check_dates(self) -> None:
        """Raise ConfigError where a date cannot be read, or a lesson is due before it opens."""
        try:
            zone(self.timezone)
        except ValueError as error:
            raise ConfigError(f"{CONFIG_NAME}: {error}") from None
        for lesson in self.lessons:
            opens, due = self.opens(lesson.name), self.due(lesson.name)
            if opens and due and due <= opens:
                raise ConfigError(
                    f"{CONFIG_NAME}: {lesson.name} is due at {lesson.due}, "
                    f"which is not after it opens at {lesson.opens}"
                )

    def opens(self, lesson: str) -> datetime | None:
        """When students get the lesson, in UTC; None where the course does not say."""
        return self._moment(lesson, "opens")

    def due(self, lesson: str) -> datetime | None:
        """When it must be handed in, in UTC; None where it may be handed in at any time."""
        return self._moment(lesson, "due")

    def _moment(self, lesson: str, which: str) -> datetime | None:
        text = getattr(self.lesson(lesson), which)
        try:
            return moment(text, self.timezone) if text != "" else None
        except ValueError as error:
            raise ConfigError(f"{CONFIG_NAME}: {which} of {lesson} {error}") from None

    @cached_property
    def by_name(self) -> dict[str, Lesson]:
        """Lessons by name, in order."""
        return {lesson.name: lesson for lesson in self.lessons}

    def lesson(self, name: str) -> Lesson:
        """Return the lesson called `name`; raise UsageError that lists what there is."""
        if name not in self.by_name:
            known = ", ".join(self.by_name) or "none"
            raise UsageError(f"there is no lesson {name!r} in {CONFIG_NAME}. Lessons: {known}")
        return self.by_name[name]

    def prerequisites(self, name: str) -> tuple[Lesson, ...]:
        """Return all lessons that `name` builds on, directly or not, in course order."""
        wanted = self._walk(self.lesson(name).name, ()) - {name}
        return tuple(lesson for lesson in self.lessons if lesson.name in wanted)

    def _walk(self, name: str, path: tuple[str, ...]) -> set[str]:
        if name in path:
            circle = " → ".join((*path[path.index(name) :], name))
            raise ConfigError(f"{CONFIG_NAME}: prerequisites run in a circle: {circle}")
        found = {name}
        for required in self.by_name[name].requires:
            found |= self._walk(required, (*path, name))
        return found

    # where things lie
    def source(self, lesson: str) -> Path:
        """The instructor notebook."""
        return self.root / "source" / lesson / f"{lesson}.ipynb"

    def release(self, lesson: str) -> Path:
        """The student notebook."""
        return self.root / "release" / lesson / f"{lesson}.ipynb"

    def solution(self, lesson: str) -> Path:
        """The executed instructor notebook."""
        return self.root / "solutions" / lesson / f"{lesson}.ipynb"

    def hidden(self, lesson: str) -> Path:
        """The folder of the lesson's hidden tests."""
        return self.root / "autograder" / "hidden" / lesson

    def mutants(self, lesson: str) -> Path:
        """The folder of known-wrong answers: `<exercise>/<mistake>.py`."""
        return self.root / "autograder" / "mutants" / lesson

    def alternatives(self, lesson: str) -> Path:
        """The folder of right answers in other styles: `<exercise>/<style>.py`."""
        return self.root / "autograder" / "alternatives" / lesson


def find_root(start: Path | None = None) -> Path:
    """Return the nearest folder at or above `start` (default: here) that holds the course."""
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / CONFIG_NAME).is_file():
            return folder
    raise UsageError(f"no {CONFIG_NAME} in {here} or above: run this inside the course folder")


def load_course(root: Path | None = None) -> Course:
    """Read `course_config.py` of the course at or above `root`.

    Raises:
        UsageError: there is no such file.
        ConfigError: it cannot be run, or does not define `course`.
    """
    root = find_root(root)
    path = root / CONFIG_NAME
    try:
        names = runpy.run_path(str(path), init_globals={"get_config": Config})
    except ConfigError as error:
        said = str(error).removeprefix(f"{CONFIG_NAME}: ")
        raise ConfigError(f"{CONFIG_NAME}{_line_of(error, path)}: {said}") from error
    except Exception as error:
        where = f"{path}{_line_of(error, path)}"
        raise ConfigError(f"{where} cannot be read: {type(error).__name__}: {error}") from error
    course = names.get("course")
    if not isinstance(course, Course):
        raise ConfigError(f"{path} must define course = Course(lessons=(Lesson(…), …))")
    return replace(course, root=root)


def _line_of(error: Exception, path: Path) -> str:
    """Return ", line n" of the file where it raised the error; empty where it did not run."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == str(path)]
    return f", line {lines[-1]}" if lines else ""
