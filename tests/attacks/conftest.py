"""A class under attack: one course, one warm engine, one gradebook for all attacks."""

import json
import os
import shutil
import socket
import sqlite3
import sys
import time
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import attack_course
import host
import pytest
import warm_engine
from attack_course import LESSON, Secrets
from nbgrader.apps import ExportApp

from autograder.authoring.build import build
from autograder.classroom.grading import ClassReport, Order, Row, grade_class
from autograder.course import Course
from autograder.engine.results import GradedNotebook
from autograder.errors import SandboxError

ROUND_SECONDS = 150.0
"""Four notebooks of at most 20 s of cells and 6 s of tests each, on a machine that is busy."""
MEMORY_BYTES = 1400 * 2**20
"""Twice a worker's limit: what the launcher has not seen for 20 ms, and what the grader reads."""
FOLDERS = ("autograded", "feedback", "submitted")


class Honeypot:
    """Sockets of the host that no sandbox may reach."""

    def __init__(self, folder: Path) -> None:
        self.tcp = socket.create_server(("127.0.0.1", 0))
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.bind(("127.0.0.1", 0))
        self.path = str(folder / "host.sock")
        self.abstract = f"workbook-honeypot-{os.getpid()}"
        self.unix = [socket.socket(socket.AF_UNIX) for _ in range(2)]
        for one, name in zip(self.unix, (self.path, f"\0{self.abstract}"), strict=True):
            one.bind(name)
            one.listen()
        os.chmod(self.path, 0o777)
        for one in self.sockets:
            one.setblocking(False)

    @property
    def sockets(self) -> list[socket.socket]:
        """All of them."""
        return [self.tcp, self.udp, *self.unix]

    def visitors(self) -> list[str]:
        """Return who came."""
        found: list[str] = []
        for one in self.sockets:
            try:
                found.append(str(one.recv(100) if one is self.udp else one.accept()[1]))
            except BlockingIOError:
                continue
        return found

    def close(self) -> None:
        """Close them."""
        for one in self.sockets:
            one.close()


@dataclass
class Classroom:
    """The class, its engine, and what is watched while it is graded."""

    course: Course
    engine: warm_engine.WarmLanes
    secrets: Secrets
    sentinels: host.Sentinels
    honeypot: Honeypot
    log: Path
    report: ClassReport = field(default_factory=lambda: ClassReport(lesson=LESSON))

    @property
    def root(self) -> Path:
        """The course's folder."""
        return self.course.root

    def filled(self, text: str) -> str:
        """Fill in what an attacker may know of the host: paths and ports."""
        known = {
            "COURSE": str(self.root),
            "SENTINEL": str(self.sentinels.folders[0]),
            "PROJECT": str(attack_course.REPOSITORY),
            "GRADER": str(self.engine.pid),
            "TCP": str(self.honeypot.tcp.getsockname()[1]),
            "UDP": str(self.honeypot.udp.getsockname()[1]),
            "SOCKET": self.honeypot.path,
            "ABSTRACT": self.honeypot.abstract,
        }
        for name, value in known.items():
            text = text.replace(f"@{name}@", value)
        return text

    def folder(self, student: str) -> Path:
        """Where a student's files lie."""
        return self.root / "submitted" / student / LESSON

    def hand_in(self, student: str, notebook: dict | bytes | None = None) -> Path:
        """Write a submission: a notebook, bytes of any kind, or the right answers."""
        path = self.folder(student) / f"{LESSON}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        made = attack_course.notebook(attack_course.ANSWERS) if notebook is None else notebook
        if isinstance(made, dict):
            if made["cells"][0]["id"] != "about":
                made["cells"].insert(0, attack_course.own_cell("about", "", "markdown"))
            made["cells"][0]["source"] = student  # so that no two notebooks are the same
            made = self.filled(json.dumps(made)).encode()
        path.write_bytes(made)
        return path

    def grade(self, students: str) -> dict[str, Row]:
        """Grade the students whose names match, as `workbook grade --feedback` does."""
        order = Order(LESSON, students=students, jobs=1, feedback=True)
        self.report = grade_class(self.course, order)
        return {row.student: row for row in self.report.students}

    def graded(self, student: str) -> GradedNotebook:
        """What the engine said of a student's notebook."""
        return self.engine.graded[student]

    def scores(self, student: str) -> dict[str, float]:
        """What the gradebook says: exercise → points."""
        rows = self.gradebook().get(student, [])
        return {row[1].removesuffix("-check"): row[2] for row in rows if row[0] == "grade"}

    def gradebook(self) -> dict[str, list[tuple]]:
        """Every student's grades and comments, whole."""
        found: dict[str, list[tuple]] = {}
        database = sqlite3.connect(self.root / "gradebook.db")
        for table, column in (("grade", "auto_score"), ("comment", "auto_comment")):
            rows = database.execute(
                "select submitted_assignment.student_id, base_cell.name, "
                f"{table}.{column}, {table}.* from {table} "
                f"join base_cell on base_cell.id = {table}.cell_id "
                f"join submitted_notebook on submitted_notebook.id = {table}.notebook_id "
                "join submitted_assignment "
                "on submitted_assignment.id = submitted_notebook.assignment_id "
                "order by base_cell.id"
            )
            for student, *rest in rows:
                found.setdefault(student, []).append((table, *rest))
        database.close()
        return found

    def page(self, student: str) -> str:
        """A student's feedback."""
        path = self.root / "feedback" / student / LESSON / f"{LESSON}.html"
        return path.read_text(encoding="utf-8")

    def export(self) -> str:
        """The table of all grades, as `nbgrader export` writes it."""
        path = self.root / "grades.csv"
        here = Path.cwd()
        os.chdir(self.root)
        try:
            app = ExportApp()
            app.initialize([])
            app.start()
            return path.read_text(encoding="utf-8")
        finally:
            os.chdir(here)
            path.unlink(missing_ok=True)

    def others(self, prefix: str) -> dict[str, object]:
        """Rows and files of all students but those whose names start so."""
        found: dict[str, object] = {
            student: rows
            for student, rows in self.gradebook().items()
            if not student.startswith(prefix)
        }
        for name in FOLDERS:
            for path, digest in host.tree(self.root / name, times=False).items():
                if not Path(path).relative_to(self.root / name).parts[0].startswith(prefix):
                    found[path] = digest
        return found

    def leaks(self) -> list[str]:
        """Return where a secret is found: in results, gradebook, feedback, report and logs."""
        texts = {"report": repr(self.report).encode(), "engine's log": self.log.read_bytes()}
        for name in host.RESULTS - {"submitted"}:
            path = self.root / name
            files = [path] if path.is_file() else sorted(path.rglob("*"))
            texts |= {str(file): file.read_bytes() for file in files if file.is_file()}
        words = self.secrets.words()
        return [f"{name}: {word}" for name, text in texts.items() for word in words if word in text]

    @contextmanager
    def attacked(self, prefix: str) -> Iterator[None]:
        """Look at everything before and after an attack by students whose names start so."""
        before = host.Host.seen(self.root, self.sentinels, self.engine.pid)
        others, start = self.others(prefix), time.monotonic()
        try:
            with host.MemoryWatch(self.engine.pid) as memory:
                yield
            assert time.monotonic() - start < ROUND_SECONDS
            assert memory.peak < MEMORY_BYTES
            self.assert_untouched(before)
            assert self.others(prefix) == others
            assert self.leaks() == []
        finally:
            self.forget(prefix)

    def assert_untouched(self, before: host.Host) -> None:
        """See that nothing of an attack lives on, and nothing on this machine has changed."""
        assert host.soon(lambda: set(host.tree_of(self.engine.pid)) == before.processes)
        now = host.Host.seen(self.root, self.sentinels, self.engine.pid)
        assert list(before.changes(now)) == []
        assert host.strays([self.root, *self.sentinels.places]) == []
        assert not any(host.crowded(lane) for lane in host.lane_cgroups(before.processes))
        assert self.honeypot.visitors() == []

    def forget(self, prefix: str) -> None:
        """Remove an attack's files, so that the next has less to look at; its rows stay."""
        for name in FOLDERS:
            for path in (self.root / name).glob(f"{prefix}*"):
                path.unlink() if path.is_symlink() else shutil.rmtree(path)
        shutil.rmtree(self.root / ".workbook" / "results", ignore_errors=True)


@pytest.fixture(scope="session")
def classroom(tmp_path_factory: pytest.TempPathFactory) -> Generator[Classroom]:
    """The class, with a student whose results nobody may touch."""
    hidden = Secrets.drawn()
    root = tmp_path_factory.mktemp("attacked") / "course"
    log = root.parent / "engine.log"
    sentinels = host.Sentinels()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "path", [*sys.path])
        patch.setenv("PATH", os.environ["PATH"])
        patch.setenv("JUPYTER_CONFIG_DIR", str(root.parent / "jupyter"))
        patch.setenv("WORKBOOK_CANARY", hidden.environment)
        course = attack_course.write_course(root, hidden, "warm_engine.lanes")
        build(course, execute=False, gradebook=True)
        with closing(Honeypot(root.parent)) as honeypot, closing(sentinels):
            engine = started(course, log)
            made = Classroom(course, engine, hidden, sentinels, honeypot, log)
            made.hand_in("bystander")
            made.grade("bystander")
            yield made
            lanes = host.lane_cgroups(set(host.tree_of(engine.pid)))
            engine.lanes.close()
    assert host.soon(lambda: not any(lane.exists() for lane in lanes))


def started(course: Course, log: Path) -> warm_engine.WarmLanes:
    """Start the engine; skip where this host offers no walls."""
    try:
        warm_engine.MADE[course.root] = warm_engine.WarmLanes(course, LESSON, log)
    except SandboxError as error:
        pytest.skip(str(error))
    return warm_engine.MADE[course.root]
