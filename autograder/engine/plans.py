"""What a lane is told of its lesson: hidden tests, limits, what a launcher shows and hides."""

from __future__ import annotations

import hashlib
import importlib.util
import logging
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from autograder import PACKAGE, __version__, sandbox
from autograder.authoring.bundle import staged_library
from autograder.course import CONFIG_NAME, Course, Lesson
from autograder.engine.launcher import Setup
from autograder.engine.protocol import GraderSetup
from autograder.errors import LessonError
from autograder.notebook import LessonNotebook
from autograder.sandbox import outer

__all__ = ["OUTER", "Plan", "secrets", "walls_left_out"]

PARTS = ("*.py", "engine/*.py", "sandbox/*.py")  # of the program, which decide a score
UID_BASE = 2_000_000
UIDS_PER_LANE = 1_000
FONTS_SCRIPT = "import matplotlib.font_manager"
LEFT_OUT = "WORKBOOK_WITHOUT"
OUTER = "bubblewrap"
SECRETS = (
    *("source", "solutions", "submitted", "autograded", "feedback", "gradebook.db"),
    *("autograder/hidden", "autograder/mutants", "autograder/alternatives", ".workbook/results"),
)
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Plan:
    """What a lane needs to know: the lesson, its notebook, and where things lie."""

    course: Course
    lesson: Lesson
    notebook: LessonNotebook

    @classmethod
    def of(cls, course: Course, name: str) -> Plan:
        """Read the lesson's release notebook, else its source; raise LessonError without either."""
        lesson = course.lesson(name)
        paths = (course.release(name), course.source(name))
        path = next((path for path in paths if path.is_file()), None)
        if path is None:
            raise LessonError(f"lesson {name} has no notebook: expected {paths[1]}")
        return cls(course, lesson, LessonNotebook.load(name, path))

    @cached_property
    def version(self) -> str:
        """The engine's version, a hash of the hidden tests, and one of all else behind a score.

        Example: 0.1.0+5be6128e.67ad8243
        """
        tests = hash_of(self.course.hidden(self.lesson.name).rglob("*.py"))
        engine = hash_of(path for part in PARTS for path in PACKAGE.glob(part))
        known = hash_of([self.signatures])
        marks = [(c.grade_id, c.source, c.points) for c in self.notebook.cells if c.grade_id]
        rest = hashlib.sha256(f"{self.lesson}{marks}{engine}{known}".encode()).hexdigest()
        return f"{__version__}+{tests[:8]}.{rest[:8]}"

    @property
    def signatures(self) -> Path:
        """Which tests each known mutant fails, written by `workbook verify`."""
        return self.course.mutants(self.lesson.name) / "signatures.json"

    @cached_property
    def outer_wall(self) -> tuple[str, ...]:
        """The words in front of a launcher's command: bubblewrap, where it adds to the walls."""
        program, without = outer.find(), walls_left_out()
        if program is None or OUTER in without:
            return ()
        prefix = outer.command(program, secrets(self.course))
        problem = outer.combined(prefix, sandbox.probe(without=without).tier, without)
        if problem:
            log.info("no outer wall: %s", problem)
        return () if problem else prefix

    def setup(self, lane: int) -> GraderSetup:
        """Return what the grader of lane number `lane` is told."""
        limits = self.lesson.limits
        state = self.course.root / ".workbook"
        library = staged_library(self.course, self.lesson.name, state / "staged")
        binds = [(str(library), "/opt/workbook")]
        if any(name.startswith("matplotlib") for name in self.lesson.preload):
            binds.append((str(font_cache(state / "fonts")), "/opt/matplotlib"))
        launcher = Setup(
            binds=binds,
            hide=[str(self.course.root), *installed_library()],
            sys_path=["/opt/workbook"],
            preload=list(self.lesson.preload),
            uid_base=UID_BASE + lane * UIDS_PER_LANE,
            memory_bytes=limits.memory_bytes,
            processes=limits.processes,
            open_files=limits.open_files,
            tmp_bytes=limits.tmp_bytes,
            tmp_inodes=limits.tmp_inodes,
            cpu_seconds=limits.cpu_seconds,
            output_bytes=limits.output_bytes,
            output_count=limits.output_count,
            witness=str(self.course.root / CONFIG_NAME),
            trusted=self.course.trust_submissions,
            without=[name for name in walls_left_out() if name != OUTER],
            outer=list(self.outer_wall),
        )
        hidden = str(self.course.hidden(self.lesson.name))
        return GraderSetup(self.lesson.name, hidden, limits, launcher, launcher_environment())


def walls_left_out() -> list[str]:
    """Return the walls to leave out: so a course can be tried as a weaker host would grade it."""
    return [name.strip() for name in os.environ.get(LEFT_OUT, "").split(",") if name.strip()]


def secrets(course: Course) -> list[Path]:
    """Return what a launcher has no business to see, wherever it exists."""
    package = [PACKAGE / name for name in ("hidden", "mutants", "alternatives")]
    found = (*package, *(course.root / name for name in SECRETS))
    return list(dict.fromkeys(path.resolve() for path in found))


def hash_of(files: Iterable[Path]) -> str:
    """Return a hash of the names and contents of those files that exist."""
    digest = hashlib.sha256()
    for file in sorted(files):
        if file.is_file():
            content = hashlib.sha256(file.read_bytes()).hexdigest()
            digest.update(f"{file.name} {content}\n".encode())
    return digest.hexdigest()


def installed_library() -> list[str]:
    """Return where the whole student_lib is installed: a lesson sees its prerequisites' part."""
    found = importlib.util.find_spec("student_lib")
    return list(found.submodule_search_locations or ()) if found else []


def launcher_environment() -> dict[str, str]:
    """The whole environment of student code: nothing of the caller's is passed on."""
    environment = {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": "/home/student",
        "LANG": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "NUMBA_NUM_THREADS": "1",
        "HF_HUB_OFFLINE": "1",
        "WORKBOOK_STATIC": "1",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        # huge pages under malloc halve the time of a fork: 6.7 → 3.3 ms, measured with torch
        "PYTHONMALLOC": "malloc",
        "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
    }
    if not Path("/dev/nvidiactl").exists():
        environment["NUMBA_ENABLE_CUDASIM"] = "1"
        environment["CUDA_VISIBLE_DEVICES"] = ""
    return environment


def font_cache(folder: Path) -> Path:
    """Return a folder with matplotlib's list of fonts, which takes seconds to make."""
    if not any(folder.glob("fontlist-*.json")):
        folder.mkdir(parents=True, exist_ok=True)
        environment = {**os.environ, "MPLCONFIGDIR": str(folder)}
        subprocess.run(
            [sys.executable, "-c", FONTS_SCRIPT], env=environment, check=True, timeout=120
        )
    return folder
